package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.layergraft.diagnosis.MatrixTable.Row;

/** Picked options really reach the ranks, and the switches when a row is taken. */
@Timeout(180)
class MatrixJobTest {

    private Person person;

    @BeforeEach
    void open() throws Exception {
        person = new Person();
        person.open(Path.of(System.getProperty("layergraft.samples"), "mini_mlp.pt"));
    }

    @AfterEach
    void close() {
        person.close();
    }

    @Test
    void bucketsOfOwnSizesAreMade() throws Exception {
        Person.onFx(() -> {
            ((TabPane) person.node("#bottom")).getSelectionModel().select(1);
            person.node("#vary-bucket_cap_mb").requestFocus();
            return true;
        });
        person.press(KeyCode.SPACE, KeyCode.TAB);
        person.until(
                "the values can be typed",
                () -> person.node("#vary-bucket_cap_mb-values").isFocused());
        person.type("0.001, 25");
        person.press(KeyCode.ENTER);
        person.until("all have run", () -> person.model().matrix().rows().size() == 8);
        person.until(
                "it has ended", () -> !person.model().runs().runningProperty().get());
        List<Row> rows = Person.onFx(() -> List.copyOf(person.model().matrix().rows()));
        assertTrue(rows.stream().allMatch(Row::trains));
        assertEquals(2, buckets(rows.getFirst()), "a kilobyte is less than one of its weights");
        assertEquals(1, buckets(rows.getLast()), "25 MiB hold all of it");
        Person.onFx(() -> {
            var table = (TableView<?>) person.node("#matrix");
            table.requestFocus();
            table.getSelectionModel().select(0);
            return true;
        });
        person.press(KeyCode.ENTER);
        person.until(
                "the switches are set", () -> person.text("#switches-turned").equals("bucket_cap_mb=0.001"));
    }

    private static int buckets(Row row) {
        return row.result().ranks().getFirst().buckets().size();
    }
}
