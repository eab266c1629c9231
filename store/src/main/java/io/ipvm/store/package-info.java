/// Durable state: start reading at [Store] (the port), then [EmbeddedStore], which stands behind it
/// in a data directory, and [LogWriter], which makes things durable.
package io.ipvm.store;
