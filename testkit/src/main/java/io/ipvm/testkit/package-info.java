/// What tests share: start reading at [TestData].
package io.ipvm.testkit;
