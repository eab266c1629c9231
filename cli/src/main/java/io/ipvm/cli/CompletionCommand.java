package io.ipvm.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `ipvm completion SHELL`: what the shell needs to complete commands and options.
final class CompletionCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Prints completions for a shell, to be sourced by its start-up file.")
        .operand("SHELL", "bash, zsh or fish")
        .example("ipvm completion bash > ~/.local/share/bash-completion/completions/ipvm")
        .example("ipvm completion zsh > \"${fpath[1]}/_ipvm\"")
        .example("ipvm completion fish > ~/.config/fish/completions/ipvm.fish");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var entries = Commands.all();
    var script =
        switch (arguments.operand(0)) {
          case "bash" -> bash(entries);
          case "zsh" -> zsh(entries);
          case "fish" -> fish(entries);
          default ->
              throw Failure.usage(
                  "no completion for " + Text.visible(arguments.operand(0)),
                  "there is one for bash, zsh and fish",
                  "ipvm completion bash");
        };
    session.printer().text(script.stripTrailing());
    return ExitStatus.OK;
  }

  /// Walks the words typed so far along the commands, then offers what may follow: the values of an
  /// option that stands before, else options; where nothing does, the shell completes file names.
  private static String bash(List<Commands.Entry> entries) {
    var steps = new ArrayList<String>();
    var offers = new ArrayList<String>();
    var values = new ArrayList<String>();
    offers.add(offer("", String.join(" ", Commands.firstWords())));
    for (var first : Commands.firstWords()) {
      steps.add("' " + first + "'");
      if (Commands.isGroup(first)) {
        var inner = Commands.in(first).stream().map(entry -> entry.words().getLast()).toList();
        offers.add(offer(first, String.join(" ", inner)));
      }
    }
    for (var entry : entries) {
      if (entry.words().size() == 2) {
        steps.add("'" + entry.name() + "'");
      }
      var syntax = entry.make().get().syntax();
      offers.add(offer(entry.name(), String.join(" ", syntax.optionNames())));
      for (var option : syntax.allOptions()) {
        if (!option.choices().isEmpty()) {
          var patterns = option.allNames().stream().map(name -> entry.name() + " " + name);
          values.add(offer(patterns.collect(joining("'|'")), String.join(" ", option.choices())));
        }
      }
    }
    return String.format(
        Locale.ROOT,
        """
        _ipvm() {
          local current=${COMP_WORDS[COMP_CWORD]} path='' words='' i
          for ((i = 1; i < COMP_CWORD; i++)); do
            case "$path ${COMP_WORDS[i]}" in
              %s)
                path=${path:+$path }${COMP_WORDS[i]} ;;
            esac
          done
          case $path in
        %s  esac
          case "$path ${COMP_WORDS[COMP_CWORD - 1]}" in
        %s  esac
          COMPREPLY=($(compgen -W "$words" -- "$current"))
        }
        complete -o default -F _ipvm ipvm
        """,
        String.join("|", steps),
        String.join("", offers),
        String.join("", values));
  }

  private static String offer(String path, String words) {
    return "    '" + path + "') words='" + words + "' ;;\n";
  }

  /// zsh runs functions of bash's completion.
  private static String zsh(List<Commands.Entry> entries) {
    return "#compdef ipvm\nautoload -U +X bashcompinit && bashcompinit\n" + bash(entries);
  }

  private static String fish(List<Commands.Entry> entries) {
    var script = new StringBuilder("# Completions of ipvm for fish.\n");
    for (var first : Commands.firstWords()) {
      var summary =
          Commands.find(first).map(Commands.Entry::summary).orElse("commands about " + first);
      script.append(
          "complete -c ipvm -n __fish_use_subcommand -xa "
              + first
              + " -d '"
              + quote(summary)
              + "'\n");
    }
    for (var entry : entries) {
      var condition = "__fish_seen_subcommand_from " + entry.words().getFirst();
      if (entry.words().size() == 2) {
        var inner = Commands.in(entry.words().getFirst()).stream().map(e -> e.words().getLast());
        script.append(
            "complete -c ipvm -n '"
                + condition
                + "; and not __fish_seen_subcommand_from "
                + String.join(" ", inner.toList())
                + "' -xa "
                + entry.words().getLast()
                + " -d '"
                + quote(entry.summary())
                + "'\n");
        condition += "; and __fish_seen_subcommand_from " + entry.words().getLast();
      }
      for (var option : entry.make().get().syntax().allOptions()) {
        script.append(fish(option, condition));
      }
    }
    return script.toString();
  }

  private static String fish(Syntax.Option option, String condition) {
    var line = new StringBuilder("complete -c ipvm -n '" + condition + "'");
    for (var name : option.allNames()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    boolean takesValue = option.takes() == Syntax.Takes.ONE || option.takes() == Syntax.Takes.MANY;
    var choices =
        option.choices().isEmpty() ? "" : " -xa '" + String.join(" ", option.choices()) + "'";
    return line + (takesValue ? " -r" : "") + choices + " -d '" + quote(option.purpose()) + "'\n";
  }

  private static String quote(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }
}
