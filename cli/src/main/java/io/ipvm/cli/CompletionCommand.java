package io.ipvm.cli;

import java.util.List;

/// `ipvm completion SHELL`: what a shell needs to complete command lines of ipvm. The scripts know
/// nothing themselves: they ask [CompleteCommand], so they never grow old.
final class CompletionCommand implements Command {
  static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  /// Bash takes words apart at `=`, `:` and `@`, so they are put together again, and what stands
  /// before the last of them is cut from what is offered.
  private static final String BASH =
      """
      # Completions of ipvm for bash, from version 3.2 on.
      _ipvm() {
        local line word words=() i cut candidates=() files=''
        local current=${COMP_WORDS[COMP_CWORD]}
        for ((i = 1; i <= COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          if ((${#words[@]} > 0)) && [[ $word == [=:@]* || ${COMP_WORDS[i - 1]} == [=:@] ]]; then
            words[${#words[@]} - 1]=${words[${#words[@]} - 1]}$word
          else
            words[${#words[@]}]=$word
          fi
        done
        word=${words[${#words[@]} - 1]}
        [[ $current == [=:@] ]] && current=''
        cut=${#word}-${#current}
        COMPREPLY=()
        while IFS= read -r line; do
          case $line in
            :files) files=-f ;;
            :folders) files=-d ;;
            :nospace) compopt -o nospace 2>/dev/null ;;
            ?*)
              line=${line%%$'\\t'*}
              COMPREPLY[${#COMPREPLY[@]}]=${line:cut}
              ;;
          esac
        done < <("${COMP_WORDS[0]/#\\~/$HOME}" complete -- "${words[@]}" 2>/dev/null)
        if [[ -n $files ]]; then
          compopt -o filenames 2>/dev/null
          while IFS= read -r line; do
            COMPREPLY[${#COMPREPLY[@]}]=$line
          done < <(compgen "$files" -- "$current")
        fi
      }
      complete -F _ipvm ipvm
      """;

  private static final String ZSH =
      """
      #compdef ipvm
      # Completions of ipvm for zsh.
      _ipvm() {
        local line files='' value
        local -a values shown options
        while IFS= read -r line; do
          case $line in
            :files) files=plain ;;
            :folders) files=folders ;;
            :nospace) options=(-S '') ;;
            ?*)
              value=${line%%$'\\t'*}
              values+=("$value")
              line=${line#*$'\\t'}
              shown+=("$value${line:+  -- $line}")
              ;;
          esac
        done < <("${(Q)words[1]/#\\~/$HOME}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
        compadd "${options[@]}" -l -d shown -a values
        case $files in
          plain) _files ;;
          folders) _files -/ ;;
        esac
      }
      if [[ ${funcstack[1]} == _ipvm ]]; then
        _ipvm "$@"
      else
        compdef _ipvm ipvm
      fi
      """;

  private static final String FISH =
      """
      # Completions of ipvm for fish.
      function __ipvm_complete
          set -l words (commandline -opc) (commandline -ct)
          set -l program (string replace -r '^~' $HOME -- $words[1])
          for line in ($program complete -- $words[2..-1] 2>/dev/null)
              switch $line
                  case :files
                      __fish_complete_path (commandline -ct)
                  case :folders
                      __fish_complete_directories (commandline -ct)
                  case :nospace
                  case '*'
                      echo $line
              end
          end
      end
      complete -c ipvm -f -a '(__ipvm_complete)'
      """;

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Prints completions for a shell, to be sourced by its start-up file. They offer commands,"
                + " options, and the names of runs, receipts, functions and tasks there are.")
        .operand("SHELL", "bash, zsh or fish")
        .example("ipvm completion bash > ~/.local/share/bash-completion/completions/ipvm")
        .example("ipvm completion zsh > \"${fpath[1]}/_ipvm\"")
        .example("ipvm completion fish > ~/.config/fish/completions/ipvm.fish");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var script =
        switch (arguments.operand(0)) {
          case "bash" -> BASH;
          case "zsh" -> ZSH;
          case "fish" -> FISH;
          default ->
              throw Failure.usage(
                  "no completion for " + Text.visible(arguments.operand(0)),
                  "there is one for bash, zsh and fish",
                  "ipvm completion bash");
        };
    session.printer().text(script.stripTrailing());
    return ExitStatus.OK;
  }
}
