package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.ui.InputsStore.Given;

class InputsStoreTest {

    private static final Given NOTHING = new Given("a.pt", Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private static Given sized(long size) {
        var x = new InputSpec("x", DType.FLOAT32, Shape.of(2, size), OptionalLong.empty(), OptionalLong.of(4));
        return new Given("a.pt", Optional.of(new InputPlan.Generated(List.of(x))), Optional.empty());
    }

    @Test
    void whatWasGivenIsThereAnotherDay() {
        var both = new Given(
                "模型 \"x\".pt",
                sized(3).inputs(),
                Optional.of(new LossSpec.Outputs(List.of(0, 2), LossSpec.Reduce.SQUARE)));
        new InputsStore(folder).keep("a", sized(3));
        new InputsStore(folder).keep("b", both);
        var another = new InputsStore(folder);
        assertEquals(Optional.of(sized(3)), another.of("a"));
        assertEquals(Optional.of(both), another.of("b"));
        another.keep("a", NOTHING);
        assertEquals(Optional.empty(), another.of("a"));
        assertEquals(Optional.of(both), new InputsStore(folder).of("b"));
    }

    @Test
    void filesThatAreGoneAreNotProposed() throws Exception {
        Path batch = Files.createFile(folder.resolve("batch.npz"));
        var files = new Given(
                "a.pt",
                Optional.of(new InputPlan.Files(List.of(new InputPlan.RankFiles(batch, Map.of())))),
                Optional.empty());
        var store = new InputsStore(folder);
        store.keep("a", files);
        assertEquals(Optional.of(files), store.of("a"));
        Files.delete(batch);
        assertEquals(Optional.empty(), store.of("a"));
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        var store = new InputsStore(folder);
        for (int i = 0; i < InputsStore.MOST; i++) {
            store.keep("model " + i, sized(i + 1));
        }
        store.keep("model 0", sized(500));
        store.keep("one more", sized(1));
        assertEquals(Optional.of(sized(500)), store.of("model 0"), "it got something after the others");
        assertEquals(Optional.empty(), store.of("model 1"));
        assertEquals(Optional.of(sized(3)), store.of("model 2"));
    }

    @Test
    void whatCannotBeReadIsNothing() throws Exception {
        for (String damaged : List.of(
                "", "null", "[]", "{\"a\": 3}", "{\"a\": {\"inputs\": {\"kind\": \"later\"}}}", "{\"a\": {}}")) {
            Files.writeString(folder.resolve("inputs.json"), damaged);
            var store = new InputsStore(folder);
            assertEquals(Optional.empty(), store.of("a").filter(given -> !given.isNothing()), damaged);
            store.keep("a", sized(7));
            assertEquals(Optional.of(sized(7)), store.of("a"), damaged);
        }
    }
}
