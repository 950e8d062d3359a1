# Completion of vouch for fish: what may follow comes from vouch itself.

function __vouch_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct | string unescape)
    set -l command $words[1]
    set -e words[1]
    for line in ($command __complete -- $words "$typed" 2>/dev/null)
        if test "$line" = \tfiles
            __fish_complete_path "$typed"
        else
            echo -- $line
        end
    end
end

complete -c vouch -f -a '(__vouch_complete)'
