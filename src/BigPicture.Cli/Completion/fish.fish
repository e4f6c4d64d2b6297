# Completion of PROGRAM for fish. Try it: PROGRAM completion fish | source
# For good:  PROGRAM completion fish > ~/.config/fish/completions/PROGRAM.fish
function __FUNCTION_complete
    set -l words (commandline --cut-at-cursor --tokenize) (commandline --cut-at-cursor --current-token)
    set -l line (string join ' ' -- $words[2..-1])
    command $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete --command PROGRAM --arguments '(__FUNCTION_complete)'
