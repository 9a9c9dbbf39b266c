# Completion of unvote in fish: the program itself says what fits.
function __unvote_complete
    set -l program (string replace -r '^~/' "$HOME/" -- (commandline -opc)[1])
    set -l answer (env _UNVOTE_COMPLETE=fish $program (commandline -cp | string collect) 2>/dev/null)
    set -l state $status
    printf '%s\n' $answer
    if test $state = 10
        __fish_complete_path (commandline -ct)
    end
end
complete --command unvote --no-files --keep-order --arguments '(__unvote_complete)'
