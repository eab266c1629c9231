package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import java.util.ArrayList;
import java.util.List;

/// Draws chains of tokens: each below the one it stands on, what it says beside it, what is wrong
/// below it. For any width.
final class TokenDrawing {
  private static final int STEP = 3;

  /// Narrower columns are no use to anybody.
  private static final int LEAST = 20;

  /// Lines are folded for people, also where no terminal says how wide it is.
  private static final int WIDEST = 120;

  private final int width;
  private final boolean unicode;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  TokenDrawing(int columns, boolean unicode, Paint paint) {
    this.width = Math.min(columns, WIDEST);
    this.unicode = unicode;
    this.paint = paint;
  }

  /// With everything they say.
  List<String> whole(List<TokenView> views) {
    for (var view : views) {
      var margin = title(view);
      int names = view.details().keySet().stream().mapToInt(Text::width).max().orElse(0);
      view.details()
          .forEach((name, value) -> {
            var label = paint.apply(Tint.FAINT, Text.padRight(Text.visible(name), names));
            fold(value, margin + label + "  ", margin.length() + names + 2, Tint.NONE);
          });
      for (var problem : view.problems()) {
        var text = Verdicts.word(problem) + ": " + Verdicts.sentence(problem);
        fold(text, margin + mark(view) + " ", margin.length() + 2, Verdicts.tint(problem));
      }
    }
    return finished();
  }

  /// A line for each, and a word for what is wrong: beside a sentence that tells of it.
  List<String> outline(List<TokenView> views) {
    for (var view : views) {
      var margin = title(view);
      for (var problem : view.problems()) {
        fold(Verdicts.word(problem), margin, margin.length(), Verdicts.tint(problem));
      }
    }
    return finished();
  }

  /// Draws the title and returns what stands before the lines below it.
  private String title(TokenView view) {
    var elbow = view.depth() == 0 ? "" : unicode ? "└─ " : "`- ";
    var head = " ".repeat(Math.max(0, view.depth() - 1) * STEP) + elbow;
    int margin = head.length() + 2;
    fold(view.title(), head + mark(view) + " ", margin, Tint.TITLE);
    return " ".repeat(margin);
  }

  private String mark(TokenView view) {
    return view.holds()
        ? paint.apply(Tint.GOOD, unicode ? "✓" : "+")
        : paint.apply(Tint.BAD, unicode ? "✗" : "x");
  }

  private void fold(String text, String head, int margin, Tint tint) {
    var before = head;
    for (var part : Text.wrap(Text.visible(text), Math.max(LEAST, width - margin))) {
      lines.add(before + paint.apply(tint, part));
      before = " ".repeat(margin);
    }
  }

  private List<String> finished() {
    return unicode ? lines : lines.stream().map(line -> line.replace('…', '~')).toList();
  }
}
