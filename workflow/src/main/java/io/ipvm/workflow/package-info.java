/// From a document to tasks: start reading at [DocumentReader], then [Workflow] and [Instruction].
package io.ipvm.workflow;
