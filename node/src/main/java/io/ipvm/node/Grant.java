package io.ipvm.node;

import static java.util.Objects.requireNonNull;

import io.ipvm.keys.Did;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.Policy;
import java.time.Instant;
import java.util.Optional;

/// What somebody is to be allowed to do.
///
/// @param to who
/// @param subject on whose machine; this node unless said otherwise
/// @param policy what the arguments of each invocation have to be
/// @param budget how much of it; no bound unless said
/// @param expires until when, that second included; for ever unless said
public record Grant(
    Did to,
    Optional<Did> subject,
    Command command,
    Policy policy,
    Optional<Budget> budget,
    Optional<Instant> notBefore,
    Optional<Instant> expires) {
  public Grant {
    requireNonNull(to);
    requireNonNull(subject);
    requireNonNull(command);
    requireNonNull(policy);
    requireNonNull(budget);
    requireNonNull(notBefore);
    requireNonNull(expires);
  }
}
