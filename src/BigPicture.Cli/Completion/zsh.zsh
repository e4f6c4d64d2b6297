#compdef PROGRAM
# Completion of PROGRAM for zsh. Try it: source <(PROGRAM completion zsh)
# For good:  PROGRAM completion zsh > "${fpath[1]}/_PROGRAM"
_FUNCTION() {
    local line="${(j: :)words[2,CURRENT]}"
    local -a found
    found=(${(f)"$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)"})
    if (( ${#found} )); then
        compadd -- "${found[@]}"
    else
        _files
    fi
}
compdef _FUNCTION PROGRAM
