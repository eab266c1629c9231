/// The node: start reading at [Ipvm], then `Scheduler`.
package io.ipvm.node;
