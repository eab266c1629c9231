package io.ipvm.ucan;

import io.ipvm.ipld.Node;
import java.util.List;

/// One statement of a policy, checked; section 3.1 of the rules says what each means.
sealed interface Statement {
  record Equal(Selector selector, Node value) implements Statement {}

  record NotEqual(Selector selector, Node value) implements Statement {}

  record Compare(Selector selector, Order order, Node number) implements Statement {}

  record Like(Selector selector, LikePattern pattern) implements Statement {}

  record And(List<Statement> statements) implements Statement {
    public And {
      statements = List.copyOf(statements);
    }
  }

  record Or(List<Statement> statements) implements Statement {
    public Or {
      statements = List.copyOf(statements);
    }
  }

  record Not(Statement statement) implements Statement {}

  record All(Selector selector, Statement statement) implements Statement {}

  record Any(Selector selector, Statement statement) implements Statement {}

  /// How a number has to stand to the one that is demanded.
  enum Order {
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String operator;

    Order(String operator) {
      this.operator = operator;
    }

    String operator() {
      return operator;
    }

    /// @param comparison of what is there with what is demanded
    boolean allows(int comparison) {
      return switch (this) {
        case LESS -> comparison < 0;
        case AT_MOST -> comparison <= 0;
        case MORE -> comparison > 0;
        case AT_LEAST -> comparison >= 0;
      };
    }
  }

  /// The form tokens carry.
  default Node toNode() {
    return switch (this) {
      case Equal(var selector, var value) -> triple("==", selector, value);
      case NotEqual(var selector, var value) -> triple("!=", selector, value);
      case Compare(var selector, var order, var number) ->
          triple(order.operator(), selector, number);
      case Like(var selector, var pattern) -> triple("like", selector, Node.of(pattern.text()));
      case And(var statements) -> Node.list(Node.of("and"), toNode(statements));
      case Or(var statements) -> Node.list(Node.of("or"), toNode(statements));
      case Not(var statement) -> Node.list(Node.of("not"), statement.toNode());
      case All(var selector, var statement) -> triple("all", selector, statement.toNode());
      case Any(var selector, var statement) -> triple("any", selector, statement.toNode());
    };
  }

  private static Node triple(String operator, Selector selector, Node argument) {
    return Node.list(Node.of(operator), Node.of(selector.source()), argument);
  }

  private static Node toNode(List<Statement> statements) {
    return Node.list(statements.stream().map(Statement::toNode).toList());
  }
}
