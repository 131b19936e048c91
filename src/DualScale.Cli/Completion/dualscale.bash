# Completion of dualscale in bash: eval "$(dualscale completion bash)"
_dualscale() {
    local line=${COMP_LINE:0:COMP_POINT}
    local arguments=${line#*[[:space:]]} word=${line##*[[:space:]]} candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        [[ $candidate == *= ]] && compopt -o nospace 2>/dev/null
        # Bash replaces what follows the last = alone.
        [[ $COMP_WORDBREAKS == *=* && $word == *=* ]] && candidate=${candidate#"${word%"${word##*=}"}"}
        if [[ $word != [\"\']* && $candidate == *[[:space:]\'\"\\\$\&\|\;\(\)\<\>\*\?\`\!]* ]]; then
            printf -v candidate %q "$candidate"
        fi
        COMPREPLY+=("$candidate")
    done < <("$1" "[suggest:${#arguments}]" "$arguments" 2>/dev/null)
}
complete -o default -F _dualscale dualscale
