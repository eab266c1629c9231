/// Durable state: start reading at [Store] (the port), then `EmbeddedStore`.
package io.ipvm.store;
