# Completion of PROGRAM for bash. Try it: source <(PROGRAM completion bash)
# For good:  PROGRAM completion bash > ~/.local/share/bash-completion/completions/PROGRAM
_FUNCTION() {
    local current=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:${#COMP_WORDS[0]}} position
    position=$((COMP_POINT - ${#COMP_WORDS[0]}))
    while [ "${line# }" != "$line" ]; do
        line=${line# }
        position=$((position - 1))
    done
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$position]" "$line" 2>/dev/null)" -- "$current"))
}
complete -o bashdefault -o default -F _FUNCTION PROGRAM
