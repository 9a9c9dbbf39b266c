# Completion of unvote in bash: the program itself says what fits, and quotes it for bash.
_unvote() {
    local answer status line
    COMPREPLY=()
    answer=$(_UNVOTE_COMPLETE=bash "${1/#\~\//$HOME/}" "${COMP_LINE:0:COMP_POINT}" \
        "${COMP_WORDS[COMP_CWORD]}" 2> /dev/null)
    status=$?
    while IFS= read -r line; do
        [ -n "$line" ] && COMPREPLY+=("$line")
    done <<< "$answer"
    # Only a part of a name: the next part follows without a space.
    case "${#COMPREPLY[@]} ${COMPREPLY[0]}" in
        1\ */ | 1\ *=) compopt -o nospace 2> /dev/null ;;
        0\ *) [ "$status" = 10 ] && compopt -o default 2> /dev/null ;;
    esac
}
complete -F _unvote unvote
