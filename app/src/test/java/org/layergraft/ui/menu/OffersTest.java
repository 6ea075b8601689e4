package org.layergraft.ui.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.model.Parameter;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.menu.Subject.Origin;

/** What menus offer and refuse, asked of the real engine; and the two cards that menus open. */
class OffersTest {

    private final Words words = new Words(Locale.ENGLISH);
    private Experiment mlp;

    @BeforeEach
    void open() throws LayergraftException {
        mlp = Experiments.open(Path.of("samples", "mini_mlp.pt"));
    }

    private Map<Act, Optional<Problem>> offers(Origin where, String... places) {
        return Offers.of(mlp.graph(), Subject.of(where, List.of(places)), "").stream()
                .collect(Collectors.toMap(Offers.Offer::act, offer -> offer.tried(mlp)));
    }

    private String why(Act act, String place) {
        return offers(Origin.OUTLINE, place).get(act).map(words::get).orElse("");
    }

    private void apply(Edit edit) throws LayergraftException {
        mlp = Experiments.apply(mlp, edit);
    }

    @Test
    void aModuleCanBeFrozenRenamedWrappedAndReplaced() {
        var offers = offers(Origin.OUTLINE, "fc1");
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Act.SHOW_IN_OUTLINE)),
                EnumSet.copyOf(offers.keySet()),
                "everything but what the outline shows already");
        assertEquals(Set.of(Act.UNFREEZE, Act.REMOVE), refused(offers));
        assertTrue(why(Act.REMOVE, "fc1").contains("is used"), why(Act.REMOVE, "fc1"));
        assertEquals("Nothing in it is frozen.", why(Act.UNFREEZE, "fc1"));
    }

    private static Set<Act> refused(Map<Act, Optional<Problem>> offers) {
        return offers.entrySet().stream()
                .filter(o -> o.getValue().isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void theWholeModelCanBeFrozenAndNothingElse() {
        assertEquals(
                Set.of(Act.FREEZE, Act.UNFREEZE, Act.FREEZE_MATCHING, Act.ADD_ZERO, Act.COPY_NAME),
                offers(Origin.OUTLINE, "").keySet());
    }

    @Test
    void anOperatorIsNothingToFreezeButALayerCanComeAfterIt() {
        String operator = mlp.graph().root().forward().nodes().stream()
                .filter(n -> n.id().startsWith("/") && !n.id().startsWith("/@") && !n.id().startsWith("/."))
                .findFirst()
                .orElseThrow()
                .id();
        var offers = offers(Origin.GRAPH, operator);
        assertFalse(offers.containsKey(Act.FREEZE));
        assertFalse(offers.containsKey(Act.REMOVE));
        assertEquals(Optional.empty(), offers.get(Act.ADD_AFTER));
    }

    @Test
    void aParameterThatNothingReadsCanBeRemovedAndNeitherWrappedNorReplaced() throws LayergraftException {
        apply(declare("class_embed"));
        var offers = offers(Origin.COVERAGE, "class_embed");
        assertEquals(Optional.empty(), offers.get(Act.REMOVE));
        assertFalse(offers.containsKey(Act.WRAP));
        assertFalse(offers.containsKey(Act.ADD_AFTER));
    }

    private static Edit declare(String name) {
        var hypers = new LinkedHashMap<String, Hyper>(Map.of("shape", new Hyper.Wholes(List.of(4L))));
        return new Edit.Declare("", new LayerSpec("parameter", name, hypers), Edit.Scope.THIS);
    }

    @Test
    void severalParametersAreFrozenByOneEditThatOneUndoTakesBack() throws LayergraftException {
        assertEquals(
                Set.of(Act.FREEZE, Act.UNFREEZE, Act.ADD_ZERO, Act.COPY_NAME),
                offers(Origin.COVERAGE, "fc1.weight", "fc2.bias").keySet());
        String target = Matching.target(mlp.graph(), List.of("fc1.weight", "fc2.bias"));
        assertEquals("{fc1.weight,fc2.bias}", target);
        apply(new Edit.Freeze(target));
        assertEquals(
                Set.of("fc1.weight", "fc2.bias"),
                mlp.graph().parameters().stream()
                        .filter(p -> !p.trainable())
                        .map(p -> p.name())
                        .collect(Collectors.toSet()));
        assertEquals(Set.of(Act.FREEZE, Act.ADD_ZERO), refused(offers(Origin.COVERAGE, "fc1.weight", "fc2.bias")));
        assertEquals("fc1", Matching.target(mlp.graph(), List.of("fc1.weight", "fc1.bias")), "all of a module is it");
    }

    @Test
    void whatIsFrozenHasNoZeroToAdd() throws LayergraftException {
        apply(new Edit.Freeze("fc1"));
        assertTrue(why(Act.ADD_ZERO, "fc1").startsWith("fc1 names nothing that is trained"), why(Act.ADD_ZERO, "fc1"));
        assertEquals("", why(Act.ADD_ZERO, "fc2"));
        assertEquals("", why(Act.ADD_ZERO, ""), "the rest of the model");
    }

    @Test
    void aNewNameIsTriedWithEveryKeyStroke() {
        var rename = new RenameViewModel(words, new InlineTasks(), mlp, "fc1");
        assertFalse(rename.possibleProperty().get(), "the name it has is no new name");
        for (String wrong : List.of("1st", "fc2", "for", "a b", " ")) {
            rename.nameProperty().set(wrong);
            assertFalse(rename.possibleProperty().get(), wrong);
            assertEquals(wrong.isBlank(), rename.errorProperty().get().isEmpty(), wrong);
            assertEquals(Optional.empty(), rename.accepted());
        }
        rename.nameProperty().set("first");
        assertEquals("", rename.errorProperty().get());
        assertEquals(Optional.of(new Edit.Rename("fc1", "first")), rename.accepted());
        assertEquals("first", rename.path());
    }

    @Test
    void aPatternCountsWhatItNames() throws LayergraftException {
        apply(new Edit.Freeze("fc1.bias"));
        assertEquals("fc1.*", FreezeViewModel.proposal(mlp.graph(), "fc1"));
        assertEquals("*.bias", FreezeViewModel.proposal(mlp.graph(), "fc1.bias"));
        var freeze = new FreezeViewModel(words, mlp.graph(), "*.weight");
        var weights = mlp.graph().parameters().stream()
                .filter(p -> p.localName().equals("weight"))
                .toList();
        assertEquals(
                weights.size() + " parameters, " + Amounts.count(Matching.elements(weights)) + " elements",
                freeze.summaryProperty().get());
        assertEquals(
                weights.stream().map(Parameter::name).collect(Collectors.joining("\n")),
                freeze.namesProperty().get());
        freeze.patternProperty().set("*bias");
        assertTrue(
                freeze.summaryProperty().get().endsWith("; 1 frozen already"),
                freeze.summaryProperty().get());
        assertEquals(Optional.of(new Edit.Freeze("*bias")), freeze.edit(true));
        assertEquals(Optional.of(new Edit.Unfreeze("*bias")), freeze.edit(false));
        freeze.patternProperty().set("fc1.bias");
        assertEquals(Optional.empty(), freeze.edit(true), "it is frozen already");
        for (String nothing : List.of("", "nowhere.*")) {
            freeze.patternProperty().set(nothing);
            assertEquals("No parameter matches", freeze.summaryProperty().get());
            assertEquals(Optional.empty(), freeze.edit(true));
        }
    }
}
