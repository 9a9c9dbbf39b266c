#compdef unvote
# Completion of unvote in zsh: the program itself says what fits.
_unvote() {
    local answer line state
    local -a values texts parts shown
    answer=$(_UNVOTE_COMPLETE=zsh "${${(Q)words[1]}/#\~\//$HOME/}" \
        "${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" 2> /dev/null)
    state=$?
    for line in "${(@f)answer}"; do
        [[ -n $line ]] || continue
        if [[ ${line%%$'\t'*} == */ || ${line%%$'\t'*} == *= ]]; then
            parts+=("${line%%$'\t'*}")
            shown+=("${line/$'\t'/  -- }")
        else
            values+=("${line%%$'\t'*}")
            texts+=("${line/$'\t'/  -- }")
        fi
    done
    (( $#values )) && compadd -U -l -d texts -a values
    (( $#parts )) && compadd -U -l -S '' -d shown -a parts
    (( state == 10 )) && _files
    (( $#values + $#parts ))
}
if [[ $funcstack[1] == _unvote ]]; then
    _unvote "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _unvote unvote
fi
