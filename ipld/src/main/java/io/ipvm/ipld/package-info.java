/// Bytes that name themselves: start reading at [Cid], then [Node] (the data model), [DagCbor] (the
/// format of what is hashed) and [UnixFs] (files). [Fields] is how other modules read documents,
/// [CarReader] and [CarWriter] are how blocks travel together.
package io.ipvm.ipld;
