package org.layergraft.ui.newlayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerKinds;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.Shape;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Words;

/** The card without the card: mini_mlp is Linear fc1 (16 to 32), fc2 (32 to 32) and fc3 (32 to 4), with ReLU between. */
class NewLayerViewModelTest {

    private Experiment model;

    @BeforeEach
    void open() throws Exception {
        model = Experiments.open(Path.of("samples", "mini_mlp.pt"));
    }

    private NewLayerViewModel card(String kind, DropTarget target, ShapeSource shapes) {
        var spot = Spot.of(model.graph(), "", target);
        return new NewLayerViewModel(
                new Words(Locale.ENGLISH),
                new InlineTasks(),
                LayerKinds.find(kind).orElseThrow(),
                new Surroundings(model, spot, shapes));
    }

    private NewLayerViewModel on(String node, String kind) {
        return card(kind, new DropTarget.OnNode(node), ShapeSource.NONE);
    }

    private NewLayerViewModel inRoot(String kind) {
        return card(kind, new DropTarget.InModule(""), ShapeSource.NONE);
    }

    private static HyperField field(NewLayerViewModel card, String name) {
        return card.fields().stream()
                .filter(f -> f.kind().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void choose(NewLayerViewModel card, Role.Kind kind) {
        card.roleProperty()
                .set(card.roles().stream()
                        .filter(r -> r.kind() == kind)
                        .findFirst()
                        .orElseThrow());
    }

    private static String problem(NewLayerViewModel card, String hyper) {
        return field(card, hyper).problemProperty().get();
    }

    @Test
    void whatFollowsFromThePlaceIsShownAndNotTyped() {
        var card = on("fc1", "linear");
        assertEquals("linear1", card.nameProperty().get());
        assertEquals("", field(card, "in_features").textProperty().get());
        assertEquals("32", field(card, "in_features").foundProperty().get());
        assertEquals("32", field(card, "out_features").foundProperty().get());
        assertEquals("true", field(card, "bias").textProperty().get());
        assertEquals("", card.errorProperty().get());
        var insert = assertInstanceOf(Edit.Insert.class, card.edit().orElseThrow());
        assertEquals("fc1", insert.after());
        assertEquals(
                Optional.empty(), Optional.ofNullable(insert.layer().hypers().get("in_features")));
        assertEquals(new Hyper.Flag(true), insert.layer().hypers().get("bias"));
        assertEquals(Edit.Scope.THIS, insert.scope());
    }

    @Test
    void aSizeThatDoesNotFitIsSaidWhileItIsTypedAndNotAccepted() {
        var card = on("fc1", "linear");
        field(card, "in_features").textProperty().set("512");
        assertEquals("in_features 512 ≠ 32 on this edge.", problem(card, "in_features"));
        assertEquals("", card.outcomeProperty().get(), "nothing is promised of a layer that cannot be");
        assertEquals(Optional.empty(), card.edit());
        assertEquals("in_features 512 ≠ 32 on this edge.", card.errorProperty().get());
        field(card, "in_features").textProperty().set("32");
        assertEquals("", problem(card, "in_features"));
        assertEquals("", card.errorProperty().get());
        assertTrue(card.edit().isPresent());
    }

    @Test
    void whatIsNoNumberOrOutOfRangeIsSaidAtItsField() {
        var card = on("fc1", "dropout");
        field(card, "p").textProperty().set("much");
        assertEquals("p must be a number, such as 0.1.", problem(card, "p"));
        assertEquals(Optional.empty(), card.edit());
        field(card, "p").textProperty().set("1.5");
        assertFalse(problem(card, "p").isEmpty());
        assertEquals(Optional.empty(), card.edit());
        field(card, "p").textProperty().set("0.5");
        assertEquals("", problem(card, "p"));
        assertEquals(
                new Hyper.Real(0.5),
                ((Edit.Insert) card.edit().orElseThrow()).layer().hypers().get("p"));

        var linear = on("fc1", "linear");
        for (String wrong : List.of("0", "-3", "2.5", "many", "99999999999999999999")) {
            field(linear, "out_features").textProperty().set(wrong);
            assertFalse(problem(linear, "out_features").isEmpty(), wrong);
            assertEquals(Optional.empty(), linear.edit(), wrong);
        }
    }

    @Test
    void aParameterBeginsWithAUsualShape() {
        var card = inRoot("parameter");
        assertEquals("32, 512", field(card, "shape").textProperty().get());
        assertEquals("adds 16,384 parameters, 64.0 KiB", card.outcomeProperty().get());
        card.nameProperty().set(" class_embed ");
        field(card, "shape").textProperty().set("[3 × 4]");
        var declare = assertInstanceOf(Edit.Declare.class, card.edit().orElseThrow());
        assertEquals("class_embed", declare.layer().name());
        assertEquals(new Hyper.Wholes(List.of(3L, 4L)), declare.layer().hypers().get("shape"));
        assertEquals("class_embed", card.place());
    }

    @Test
    void whatMustBeGivenIsMissedOnlyWhenSomebodyWantsToGoOn() {
        var card = inRoot("linear");
        assertEquals("", problem(card, "in_features"));
        assertEquals("", card.errorProperty().get());
        assertEquals("", card.outcomeProperty().get());
        card.nameProperty().set("");
        assertEquals(Optional.empty(), card.edit());
        assertEquals("The layer needs a name.", card.errorProperty().get());
    }

    @Test
    void aNameThatIsTakenOrImpossibleIsSaidWhileItIsTyped() {
        var card = on("fc1", "linear");
        card.nameProperty().set("fc2");
        assertEquals(
                "The root module already has something called fc2; choose another name.",
                card.errorProperty().get());
        assertEquals(Optional.empty(), card.edit());
        card.nameProperty().set("2fast");
        assertTrue(card.errorProperty().get().startsWith("\"2fast\" cannot be a name"));
        card.nameProperty().set("forward");
        assertTrue(card.errorProperty().get().startsWith("\"forward\" cannot be a name"));
        card.nameProperty().set("fc4");
        assertEquals("", card.errorProperty().get());
        choose(card, Role.Kind.WRAP);
        card.nameProperty().set("weight");
        assertEquals(
                "fc1 already has something called weight; choose another name.",
                card.errorProperty().get());
    }

    @Test
    void proposedNamesAreFree() throws Exception {
        var card = on("fc1", "linear");
        model = Experiments.apply(model, card.edit().orElseThrow());
        assertEquals("linear2", on("fc2", "linear").nameProperty().get());
    }

    @Test
    void anotherRoleProposesAnotherNameButKeepsWhatWasTyped() {
        var card = on("fc1", "linear");
        choose(card, Role.Kind.REPLACE);
        assertEquals("fc1", card.nameProperty().get());
        assertEquals("", card.errorProperty().get(), "its own name is not taken");
        assertEquals("16", field(card, "in_features").foundProperty().get(), "it gets what fc1 was given");
        field(card, "out_features").textProperty().set("32");
        choose(card, Role.Kind.WRAP);
        assertEquals("linear1", card.nameProperty().get());
        assertEquals("32", field(card, "in_features").foundProperty().get(), "it gets what fc1 gave");
        assertEquals("32", field(card, "out_features").textProperty().get());
        card.nameProperty().set("mine");
        choose(card, Role.Kind.REPLACE);
        assertEquals("mine", card.nameProperty().get());
        assertEquals("mine", card.place());
        var replace = assertInstanceOf(Edit.Replace.class, card.edit().orElseThrow());
        assertEquals("fc1", replace.module());
    }

    @Test
    void whatReplacesAModuleHasItsSizesAndIsWarnedOfWhereItHasNot() {
        var card = on("fc1", "linear");
        choose(card, Role.Kind.REPLACE);
        assertEquals("32", field(card, "out_features").foundProperty().get(), "as much as fc1 gave");
        assertEquals("", field(card, "bias").textProperty().get());
        assertEquals("true", field(card, "bias").foundProperty().get());
        assertEquals("", card.warningProperty().get());
        field(card, "out_features").textProperty().set("20");
        assertEquals(
                "fc1 gave 8×32; the layer in its place gives 8×20.",
                card.warningProperty().get());
        choose(card, Role.Kind.INSERT);
        assertEquals("true", field(card, "bias").textProperty().get());
        var head = on("fc3", "classificationhead");
        assertEquals("80", field(head, "num_classes").textProperty().get());
        choose(head, Role.Kind.REPLACE);
        assertEquals("4", field(head, "num_classes").foundProperty().get());
    }

    @Test
    void onlyWhatMakesADifferenceThereIsAsked() {
        assertFalse(on("fc1", "lora").unknownProperty().get(), "measuring would tell nothing");
        assertEquals(
                List.of("r", "lora_alpha", "lora_dropout", "in_features", "out_features"), asked(on("fc1", "lora")));
        var boxes = on("fc3", "boxhead");
        assertEquals(List.of("in_features", "style", "hidden_dim", "num_layers"), asked(boxes));
        field(boxes, "style").textProperty().set("linear");
        assertEquals(List.of("in_features", "style", "num_classes"), asked(boxes));
    }

    private static List<String> asked(NewLayerViewModel card) {
        return card.fields().stream()
                .filter(f -> f.countsProperty().get())
                .map(f -> f.kind().name())
                .toList();
    }

    @Test
    void onABoxEveryRoleIsOfferedAndOnEmptySpaceOnlyDeclaring() {
        var kinds = on("fc1", "linear").roles().stream().map(Role::kind).toList();
        assertEquals(
                List.of(
                        Role.Kind.INSERT,
                        Role.Kind.WRAP,
                        Role.Kind.REPLACE,
                        Role.Kind.BRANCH_LOSS,
                        Role.Kind.BRANCH_OUTPUT,
                        Role.Kind.BRANCH_IGNORED,
                        Role.Kind.DECLARE,
                        Role.Kind.DECLARE),
                kinds);
        assertEquals(
                List.of(Role.Kind.WRAP),
                on("fc1", "lora").roles().stream().map(Role::kind).toList());
        assertEquals(
                List.of(Role.Kind.DECLARE),
                inRoot("linear").roles().stream().map(Role::kind).toList());
        assertFalse(NewLayerViewModel.fits(
                LayerKinds.find("lora").orElseThrow(), Spot.of(model.graph(), "", new DropTarget.InModule(""))));
    }

    @Test
    void everyRoleMakesItsEdit() {
        var card = on("fc1", "linear");
        choose(card, Role.Kind.BRANCH_OUTPUT);
        assertEquals(Edit.Use.OUTPUT, ((Edit.Branch) card.edit().orElseThrow()).use());
        choose(card, Role.Kind.BRANCH_IGNORED);
        assertEquals(Edit.Use.IGNORED, ((Edit.Branch) card.edit().orElseThrow()).use());
        choose(card, Role.Kind.DECLARE);
        assertEquals("fc1", ((Edit.Declare) card.edit().orElseThrow()).module());
        assertEquals("Only declare in fc1", card.text(card.roleProperty().get()));
        assertEquals(
                "It is there in fc1, but nothing uses it.",
                card.purposeProperty().get());
    }

    @Test
    void theValueThatIsReadGoesByTheNameThatPeopleKnow() {
        assertEquals(
                "What fc1 gives goes through the layer and then on as before.",
                on("fc1", "linear").purposeProperty().get());
        assertEquals(
                "What x gives goes through the layer and then on as before.",
                on("/@x", "linear").purposeProperty().get());
    }

    @Test
    void onlyABranchIntoTheLossHasAWeightAndItMustBeANumber() {
        var card = on("fc1", "linear");
        assertFalse(card.weighs());
        card.weightProperty().set("a lot");
        assertTrue(card.edit().isPresent(), "nobody asks for it");
        choose(card, Role.Kind.BRANCH_LOSS);
        assertTrue(card.weighs());
        assertEquals(Optional.empty(), card.edit());
        assertEquals(
                "Weight in the loss must be a number, such as 0.1.",
                card.errorProperty().get());
        card.weightProperty().set("0.25");
        assertEquals("", card.errorProperty().get());
        assertEquals(0.25, ((Edit.Branch) card.edit().orElseThrow()).weight());
        for (String wrong : List.of("NaN", "Infinity", "")) {
            card.weightProperty().set(wrong);
            assertEquals(Optional.empty(), card.edit(), wrong);
        }
    }

    @Test
    void allLikeThisCountsModulesMadeFromTheSameClass() {
        var card = on("fc1", "lora");
        assertEquals(3, card.alike(), "Linears of any size");
        assertEquals(Edit.Scope.THIS, ((Edit.Wrap) card.edit().orElseThrow()).scope());
        card.everywhereProperty().set(true);
        assertEquals(Edit.Scope.ALL, ((Edit.Wrap) card.edit().orElseThrow()).scope());
        var insert = on("fc1", "linear");
        assertEquals(1, insert.alike(), "there is one root");
        insert.everywhereProperty().set(true);
        assertEquals(Edit.Scope.THIS, ((Edit.Insert) insert.edit().orElseThrow()).scope());
    }

    @Test
    void allLikeThisCostsAsMuchAsAllOfThem() {
        var card = on("fc1", "lora");
        assertEquals(
                "Gives 8×32 · adds 384 parameters, 1.5 KiB, 6.7 kFLOP",
                card.outcomeProperty().get());
        card.everywhereProperty().set(true);
        assertEquals(
                "Gives 8×32 · adds 1,184 parameters, 4.6 KiB, 20.0 kFLOP",
                card.outcomeProperty().get());
        card.everywhereProperty().set(false);
        assertTrue(card.outcomeProperty().get().contains("384"));
    }

    @Test
    void aReplacementIsComparedWithWhatItReplaces() {
        var card = on("fc1", "linear");
        choose(card, Role.Kind.REPLACE);
        assertEquals("Gives 8×32 · costs as much as now", card.outcomeProperty().get());
        field(card, "bias").textProperty().set("false");
        assertEquals(
                "Gives 8×32 · -32 parameters, -128 B, -256 FLOP compared with now",
                card.outcomeProperty().get());
    }

    @Test
    void itIsToldWhatComesOutAndWhatItCosts() {
        var card = card("linear", new DropTarget.OnNode("fc1"), (_, _) -> Optional.of(Shape.of(8, 32)));
        field(card, "out_features").textProperty().set("10");
        assertEquals(
                "Gives 8×10 · adds 330 parameters, 1.3 KiB, 5.2 kFLOP",
                card.outcomeProperty().get());
        assertFalse(card.warningProperty().get().isEmpty(), "fc2 takes 32");
        choose(card, Role.Kind.BRANCH_LOSS);
        assertEquals("", card.warningProperty().get(), "nobody else reads the branch");
        choose(card, Role.Kind.DECLARE);
        field(card, "in_features").textProperty().set("5");
        assertEquals("adds 60 parameters, 240 B", card.outcomeProperty().get(), "nothing goes through it");
        var relu = on("fc1", "relu");
        assertTrue(relu.outcomeProperty().get().contains("adds no parameters")
                || relu.outcomeProperty().get().contains("FLOP"));
    }

    @Test
    void whatAFileAddsIsNotGuessed() {
        var card = on("fc1", "custom");
        card.file().orElseThrow().textProperty().set("layer.pt");
        assertEquals("", card.outcomeProperty().get());
        card.file().orElseThrow().textProperty().set("");
        card.code().orElseThrow().textProperty().set("w = Parameter(3, 3)\nreturn input @ w");
        assertEquals("adds 9 parameters, 36 B", card.outcomeProperty().get());
    }
}
