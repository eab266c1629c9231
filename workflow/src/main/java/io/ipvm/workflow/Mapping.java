package io.ipvm.workflow;

/// How IPLD and WIT values are mapped (`homestar.md` section 5).
public enum Mapping {
  /// Documents without `v`: Homestar's own, quirks included.
  COMPATIBILITY,
  /// Documents with `v`: the declared WIT type decides.
  NATIVE
}
