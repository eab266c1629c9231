/// What tests share: start reading at [Property] and [TestData].
package io.ipvm.testkit;
