package org.layergraft;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows of the design. */
@AnalyzeClasses(packages = "org.layergraft", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyTheEngineProcessKnowsDjl = noClasses()
            .that()
            .resideOutsideOfPackage("..step.djl..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("DJL and JavaCPP carry different libtorch builds: one per process, never in the window");

    @ArchTest
    static final ArchRule onlyTheRankProcessKnowsJavaCpp = noClasses()
            .that()
            .resideOutsideOfPackage("..step.ddp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..")
            .because("the Reducer lives in rank processes only");

    @ArchTest
    static final ArchRule nothingBelowTheWindowKnowsJavaFx = noClasses()
            .that()
            .resideOutsideOfPackage("org.layergraft.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..")
            .because("the same capabilities run without a window");

    @ArchTest
    static final ArchRule viewModelsKnowNoNodes = noClasses()
            .that()
            .haveSimpleNameEndingWith("ViewModel")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx.scene..")
            .because("view models are tested without a toolkit")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule arrowsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .optionalLayer("text")
            .definedBy("org.layergraft.text..")
            .optionalLayer("model")
            .definedBy("org.layergraft.model..")
            .optionalLayer("torchscript")
            .definedBy("org.layergraft.torchscript..")
            .optionalLayer("graft")
            .definedBy("org.layergraft.graft..")
            .optionalLayer("step")
            .definedBy("org.layergraft.step..")
            .optionalLayer("process")
            .definedBy("org.layergraft.process..")
            .optionalLayer("diagnosis")
            .definedBy("org.layergraft.diagnosis..")
            .optionalLayer("capture")
            .definedBy("org.layergraft.capture..")
            .optionalLayer("config")
            .definedBy("org.layergraft.config..")
            .optionalLayer("experiment")
            .definedBy("org.layergraft.experiment..")
            .optionalLayer("report")
            .definedBy("org.layergraft.report..")
            .optionalLayer("cli")
            .definedBy("org.layergraft.cli..")
            .optionalLayer("ui")
            .definedBy("org.layergraft.ui..")
            .whereLayer("ui")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "ui")
            .whereLayer("experiment")
            .mayOnlyBeAccessedByLayers("report", "cli", "ui")
            .whereLayer("capture")
            .mayOnlyBeAccessedByLayers("experiment", "report", "cli", "ui")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("experiment", "report", "cli", "ui")
            .whereLayer("diagnosis")
            .mayOnlyBeAccessedByLayers("capture", "config", "experiment", "report", "cli", "ui")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("diagnosis", "experiment", "report", "cli", "ui")
            .whereLayer("step")
            .mayOnlyBeAccessedByLayers("process", "diagnosis", "capture", "config", "experiment", "report", "cli", "ui")
            .whereLayer("graft")
            .mayOnlyBeAccessedByLayers("experiment", "diagnosis", "report", "cli", "ui")
            .whereLayer("torchscript")
            .mayOnlyBeAccessedByLayers("graft", "config", "experiment", "report", "cli", "ui")
            .because("the window knows everything below it, nothing below knows the window");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.layergraft.(**)").should().beFreeOfCycles();
}
