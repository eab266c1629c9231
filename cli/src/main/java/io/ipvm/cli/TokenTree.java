package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Explanation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Token;
import io.ipvm.ucan.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts tokens in the order in which they stand on each other, as a [TokenDrawing] shows them.
final class TokenTree {
  private TokenTree() {}

  /// The chain of an invocation.
  static List<TokenView> of(Explanation explanation, TokenView.Reader reader) {
    var views = new ArrayList<TokenView>();
    var window = Window.ALWAYS;
    Optional<Cid> above = Optional.empty();
    for (var line : explanation.lines()) {
      window = window.and(window(line.token()));
      views.add(
          reader.view(line.cid(), line.token(), above, views.size(), line.problems(), window));
      above = Optional.of(line.cid());
    }
    return views;
  }

  /// Delegations, each below one that it stands on, if that is among them.
  static List<TokenView> of(
      List<Delegation> delegations, ChainProbe probe, TokenView.Reader reader) {
    var drawn = new HashSet<Cid>();
    var views = new ArrayList<TokenView>();
    var roots = delegations.stream().filter(it -> parent(it, delegations) == null).toList();
    for (var root : roots) {
      add(root, List.of(), delegations, new Growing(probe, reader, drawn, views));
    }
    // Circles have no root.
    for (var rest : delegations) {
      add(rest, List.of(), delegations, new Growing(probe, reader, drawn, views));
    }
    return views;
  }

  private record Growing(
      ChainProbe probe, TokenView.Reader reader, Set<Cid> drawn, List<TokenView> views) {}

  private static void add(
      Delegation token, List<Delegation> above, List<Delegation> all, Growing tree) {
    if (!tree.drawn.add(token.cid())) {
      return;
    }
    var chain = new ArrayList<>(above);
    chain.add(token);
    var window = Window.ALWAYS;
    for (var link : chain) {
      window = window.and(window(link));
    }
    tree.views.add(
        tree.reader.view(
            token.cid(),
            token,
            above.isEmpty() ? Optional.empty() : Optional.of(above.getLast().cid()),
            above.size(),
            tree.probe.problems(chain),
            window));
    for (var other : all) {
      var parent = parent(other, all);
      if (parent != null && parent.cid().equals(token.cid())) {
        add(other, chain, all, tree);
      }
    }
  }

  /// The first of `all` that `token` can stand on.
  private static @Nullable Delegation parent(Delegation token, List<Delegation> all) {
    var subject = token.subject();
    if (subject != null && token.issuer().samePrincipal(subject)) {
      return null;
    }
    return all.stream()
        .filter(above -> !above.cid().equals(token.cid()))
        .filter(above -> above.audience().samePrincipal(token.issuer()))
        .filter(above -> above.command().covers(token.command()))
        .filter(above -> isAbout(above, token))
        .findFirst()
        .orElse(null);
  }

  private static boolean isAbout(Delegation above, Delegation token) {
    var a = above.subject();
    var b = token.subject();
    return a == null || b == null || a.samePrincipal(b);
  }

  private static Window window(@Nullable Token token) {
    return switch (token) {
      case null -> Window.ALWAYS;
      case Delegation it -> new Window(it.notBefore(), it.expires());
      case Invocation it -> new Window(it.notBefore(), it.expires());
    };
  }
}
