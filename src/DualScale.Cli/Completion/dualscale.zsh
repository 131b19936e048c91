#compdef dualscale
# Completion of dualscale in zsh, after compinit: eval "$(dualscale completion zsh)"
_dualscale() {
    local arguments="${(j: :)words[2,CURRENT]}"
    local -a candidates
    candidates=(${(f)"$(dualscale "[suggest:${#arguments}]" "$arguments" 2>/dev/null)"})
    (( $#candidates )) || { _files; return }
    compadd -- ${candidates:#*=}
    compadd -S '' -- ${(M)candidates:#*=}
}
compdef _dualscale dualscale
