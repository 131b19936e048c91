# Completion of dualscale in fish: dualscale completion fish | source
function __dualscale_candidates
    set -l word (commandline -ct)
    set -l before (commandline -opc)
    set -l arguments (string join ' ' -- $before[2..-1] "$word")
    set -l candidates (dualscale "[suggest:"(string length -- "$arguments")"]" "$arguments" 2>/dev/null)
    if set -q candidates[1]
        string join \n -- $candidates
    else
        __fish_complete_path "$word"
    end
end
complete -c dualscale -f -a '(__dualscale_candidates)'
