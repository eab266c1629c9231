/// Bytes that name themselves: start reading at [Cid], then [Node] (the data model) and [DagCbor].
package io.ipvm.ipld;
