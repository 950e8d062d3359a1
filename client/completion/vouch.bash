# Completion of vouch for bash: what may follow comes from vouch itself.

# A word as it was typed, without its quotes; nothing in it is run.
_vouch_unquote() {
	local word=$1
	case $word in
	\'*) word=${word#\'} word=${word%\'} ;;
	\"*) word=${word#\"} word=${word%\"} word=${word//\\/} ;;
	*) word=${word//\\/} ;;
	esac
	REPLY=$word
}

# A name so that it stands as one word behind the quote that was opened, or behind none.
_vouch_quote() {
	local word=$1 sign
	case $2 in
	\'*)
		[[ $word != *\'* ]] || return 1
		;;
	\"*)
		[[ $word != *'!'* ]] || return 1
		for sign in \\ \" '$' '`'; do
			word=${word//"$sign"/\\"$sign"}
		done
		# Behind a quote readline adds none: the line would stay open.
		[[ $word != *\" ]] || word+=\"
		;;
	*) printf -v word %q "$word" ;;
	esac
	REPLY=$word
}

_vouch() {
	local words=() typed='' rest='' head='' line word i REPLY
	COMPREPLY=()
	# Bash splits at = and :, which vouch does not.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if ((${#words[@]})) && [[ $word == [=:]* || ${words[-1]} == *[=:] ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	typed=${words[-1]-}
	# Only what stands behind the last of these is replaced; within a quote they are letters.
	head=${typed//\\?/__}
	head=${head%%[\"\']*}
	head=${head%"${head##*[=:]}"}
	rest=${typed:${#head}}
	_vouch_unquote "${typed:0:${#head}}"
	head=$REPLY
	for i in "${!words[@]}"; do
		_vouch_unquote "${words[i]}"
		words[i]=$REPLY
	done
	while IFS= read -r line; do
		if [[ $line == $'\tfiles' ]]; then
			compopt -o filenames 2>/dev/null
			while IFS= read -r word; do
				COMPREPLY+=("$word")
			done < <(compgen -f -- "${words[-1]-}")
			continue
		fi
		word=${line%%$'\t'*}
		[[ $word != *= ]] || compopt -o nospace 2>/dev/null
		_vouch_quote "${word#"$head"}" "$rest" && COMPREPLY+=("$REPLY")
	done < <("${COMP_WORDS[0]}" __complete -- "${words[@]}" 2>/dev/null)
}

complete -F _vouch vouch
