/// How something else than this node computes: start reading at [Engine].
package io.ipvm.engine;
