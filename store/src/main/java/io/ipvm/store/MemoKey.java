package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import java.util.Optional;

/// Under what a result is found again (`workflow.md` section 9).
///
/// @param engineProfile of the engine that would run it
/// @param limits empty: a result no limit influenced; else a result for exactly these limits
public record MemoKey(
    Cid instruction, Mapping mapping, String engineProfile, Optional<Limits> limits) {}
