package io.ringmaster.node;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows between rooms point one way, as docs/architecture.md draws them.
@AnalyzeClasses(packages = "io.ringmaster", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsBetweenRoomsTest {

  @ArchTest
  static final ArchRule arrowsPointFromTheNodeToTheLanguage =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("protocol")
          .definedBy("io.ringmaster.protocol..")
          .layer("actors")
          .definedBy("io.ringmaster.actors..")
          .layer("sip")
          .definedBy("io.ringmaster.sip..")
          .layer("media")
          .definedBy("io.ringmaster.media..")
          .layer("scenario")
          .definedBy("io.ringmaster.scenario..")
          .layer("http")
          .definedBy("io.ringmaster.http..")
          .layer("node")
          .definedBy("io.ringmaster.node..")
          .whereLayer("node")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("sip")
          .mayOnlyBeAccessedByLayers("node")
          .whereLayer("media")
          .mayOnlyBeAccessedByLayers("node")
          .whereLayer("scenario")
          .mayOnlyBeAccessedByLayers("node")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("node")
          .whereLayer("actors")
          .mayOnlyBeAccessedByLayers("sip", "media", "scenario", "http", "node");

  @ArchTest
  static final ArchRule onlyTheEdgeKnowsTheSipStack =
      noClasses()
          .that(not(resideInAPackage("io.ringmaster.sip..")))
          .should()
          .dependOnClassesThat(resideInAnyPackage("javax.sip..", "gov.nist.."));

  @ArchTest
  static final ArchRule onlyTheScenarioRuntimeKnowsTheScriptEngine =
      noClasses()
          .that(not(resideInAPackage("io.ringmaster.scenario..")))
          .should()
          .dependOnClassesThat(resideInAPackage("run.endive.."));

  @ArchTest
  static final ArchRule onlyTheMediaEngineKnowsCodecs =
      noClasses()
          .that(not(resideInAPackage("io.ringmaster.media..")))
          .should()
          .dependOnClassesThat(resideInAPackage("org.bytedeco.."));

  @ArchTest
  static final ArchRule phasesKnowNothingOfPekko =
      noClasses()
          .that(
              resideInAnyPackage(
                  "io.ringmaster.actors.call",
                  "io.ringmaster.actors.courier",
                  "io.ringmaster.actors.session",
                  "io.ringmaster.actors.sdp"))
          .and()
          .haveSimpleNameNotEndingWith("Entity")
          .and()
          .haveSimpleNameNotEndingWith("Message")
          .and()
          .doNotHaveSimpleName("Clients")
          .and()
          .doNotHaveSimpleName("Clocks")
          .and()
          .areTopLevelClasses()
          .should()
          .dependOnClassesThat(resideInAPackage("org.apache.pekko.."));

  @ArchTest
  static final ArchRule theLanguageKnowsNoFramework =
      noClasses()
          .that(resideInAPackage("io.ringmaster.protocol.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.pekko..", "javax.sip..", "java.net.http..", "java.sql.."));
}
