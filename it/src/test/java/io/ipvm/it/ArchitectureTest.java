package io.ipvm.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ipvm.ipld.IpvmException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/// The rules of ARCHITECTURE.md that a compiler does not know.
final class ArchitectureTest {
  /// What each module may use directly; what these use is allowed with them.
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "ipld", List.of(),
          "keys", List.of("ipld"),
          "ucan", List.of("keys", "ipld"),
          "workflow", List.of("ucan", "keys", "ipld"),
          "engine", List.of("workflow", "ucan", "keys", "ipld"),
          "wasm", List.of("engine", "workflow", "ucan", "keys", "ipld"),
          "store", List.of("workflow", "ucan", "keys", "ipld"),
          "node", List.of("wasm", "store", "engine", "workflow", "ucan", "keys", "ipld"),
          "cli", List.of("node", "wasm", "store", "engine", "workflow", "ucan", "keys", "ipld"));

  private static final JavaClasses NODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ARROWS.keySet().stream().map(module -> "io.ipvm." + module).toList());

  @Test
  void arrowsBetweenModulesPointDown() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (var module : ARROWS.keySet()) {
      layers = layers.layer(module).definedBy("io.ipvm." + module + "..");
    }
    for (var arrow : ARROWS.entrySet()) {
      var below = arrow.getValue().toArray(String[]::new);
      layers =
          below.length == 0
              ? layers.whereLayer(arrow.getKey()).mayNotAccessAnyLayer()
              : layers.whereLayer(arrow.getKey()).mayOnlyAccessLayers(below);
    }

    layers.check(NODE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.ipvm.(**)").should().beFreeOfCycles().check(NODE);
  }

  @Test
  void onlyNodeAssemblyLooksForServices() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.ipvm\\.node\\.NodeAssembly(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ServiceLoader.class)
        .because("wiring is `new` in NodeAssembly; engines are the one exception")
        .check(NODE);
  }

  @Test
  void nothingLogsThroughTheJdk() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..").check(NODE);
  }

  @Test
  void contextTravelsInScopedValues() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(NODE);
  }

  @Test
  void noMethodHandsOutAFuture() {
    methods()
        .that()
        .arePublic()
        .should()
        .notHaveRawReturnType(JavaClass.Predicates.assignableTo(CompletionStage.class))
        .because("we block, on virtual threads")
        .check(NODE);
  }

  @Test
  void recordsHoldNoArrays() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .areRecords()
        .and()
        .areNotStatic()
        .should()
        .notHaveRawType(byte[].class)
        .because("the equality of an array is identity; Bytes has a value")
        .check(NODE);
  }

  @Test
  void whatIsThrownOnPurposeCarriesAnErrorCode() {
    classes()
        .that()
        .areAssignableTo(RuntimeException.class)
        .and()
        .resideOutsideOfPackage("io.ipvm.cli")
        .should()
        .beAssignableTo(IpvmException.class)
        .because("the edge alone knows exit statuses, everybody below it speaks in codes")
        .check(NODE);
  }

  @Test
  void theCommandLineDoesNotSeeWhatTheNodeIsMadeOf() {
    noClasses()
        .that()
        .resideInAPackage("io.ipvm.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("run.endive..")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.sql..")
        .check(NODE);
  }
}
