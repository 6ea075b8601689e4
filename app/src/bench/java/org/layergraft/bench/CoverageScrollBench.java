package org.layergraft.bench;

import atlantafx.base.theme.PrimerLight;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.ui.ManyParameters;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.FxmlFile;
import org.layergraft.ui.common.Screens;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.coverage.CoverageController;
import org.layergraft.ui.coverage.CoverageViewModel;

/**
 * Scrolls the coverage table of 10,000 parameters, and a plain TreeTableView of as many rows and columns of text in the same window size,
 * in turns, both in the same theme. A frame is: three rows further, styles, layout, and painting all of it into a picture, in software, without a display.
 */
final class CoverageScrollBench {

    private static final int ROWS = 10_000;
    private static final int WARM_UP = 60;
    private static final int FRAMES = 300;
    private static final int ROUNDS = 5;
    private static final int WIDTH = 520;
    private static final int HEIGHT = 700;
    private static final int COLUMNS = 7;

    private CoverageScrollBench() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        var done = new CountDownLatch(1);
        Platform.startup(() -> {
            try {
                measure();
            } finally {
                done.countDown();
            }
        });
        done.await();
        Platform.exit();
    }

    private static void measure() {
        var words = new Words(Locale.ENGLISH);
        var model = new CoverageViewModel(words);
        var coverage = ManyParameters.coverage(ROWS);
        model.showParameters(coverage.stream().map(Coverage::parameter).toList());
        model.show(Optional.of(ManyParameters.run(coverage)));
        var always = Bindings.createBooleanBinding(() -> true);
        var actions = new Actions(words);
        Arrays.stream(ActionId.values()).forEach(id -> actions.put(id, always, () -> {}));
        Parent pane = new Screens(words)
                .with(
                        CoverageController.class,
                        () -> new CoverageController(model, words, new NoMenu(), actions, always))
                .load(FxmlFile.COVERAGE);
        var ours = show(pane, true);
        var table = (TreeTableView<?>) ours.lookup("#coverage");
        var plain = plain(coverage);
        var theirs = show(plain, false);
        double[] own = new double[ROUNDS];
        double[] reference = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            boolean first = round % 2 == 0;
            double a = first ? scroll(ours, table) : scroll(theirs, plain);
            double b = first ? scroll(theirs, plain) : scroll(ours, table);
            own[round] = first ? a : b;
            reference[round] = first ? b : a;
        }
        System.out.printf(
                "%d rows, %d columns, %d×%d, %d frames of 3 rows, %d rounds in turns, median frame of each%n",
                ROWS, COLUMNS, WIDTH, HEIGHT, FRAMES, ROUNDS);
        print("coverage table, ms a frame", own);
        print("plain TreeTableView, ms", reference);
        print(
                "coverage / plain",
                IntStream.range(0, ROUNDS)
                        .mapToDouble(i -> own[i] / reference[i])
                        .toArray());
        System.out.printf(
                "cells of rows: coverage %d, plain %d%n",
                table.lookupAll(".tree-table-row-cell").size(),
                plain.lookupAll(".tree-table-row-cell").size());
    }

    private static Scene show(Parent content, boolean styled) {
        var scene = new Scene(content, WIDTH, HEIGHT);
        scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        if (styled) {
            List.of("/styles/light.css", "/styles/app.css").stream()
                    .map(CoverageScrollBench.class::getResource)
                    .filter(found -> found != null)
                    .forEach(found -> scene.getStylesheets().add(found.toExternalForm()));
        }
        var stage = new Stage();
        stage.setScene(scene);
        stage.show();
        return scene;
    }

    private static double scroll(Scene scene, TreeTableView<?> table) {
        var picture = new WritableImage(WIDTH, HEIGHT);
        double[] frames = new double[FRAMES];
        for (int frame = -WARM_UP; frame < FRAMES; frame++) {
            long start = System.nanoTime();
            table.scrollTo((frame + WARM_UP) * 3);
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            scene.snapshot(picture);
            if (frame >= 0) {
                frames[frame] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(frames);
        return frames[FRAMES / 2];
    }

    private static TreeTableView<String[]> plain(List<Coverage> coverage) {
        var table = new TreeTableView<String[]>();
        table.setFixedCellSize(25);
        table.setShowRoot(false);
        var root = new TreeItem<String[]>();
        root.setExpanded(true);
        for (Coverage row : coverage) {
            root.getChildren().add(new TreeItem<>(new String[] {
                row.parameter().localName(),
                row.parameter().module(),
                row.parameter().shape().toString(),
                "gradient",
                "gradient",
                "50 %",
                "1.25"
            }));
        }
        table.setRoot(root);
        for (int i = 0; i < COLUMNS; i++) {
            int at = i;
            var column = new TreeTableColumn<String[], String>("column " + i);
            column.setPrefWidth(i < 2 ? 110 : 58);
            column.setCellValueFactory(
                    f -> new ReadOnlyStringWrapper(f.getValue().getValue()[at]));
            table.getColumns().add(column);
        }
        return table;
    }

    private static void print(String what, double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-28s median %8.2f   from %8.2f to %8.2f%n",
                what, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private static final class NoMenu implements CoverageController.Menu {
        @Override
        public void show(Node owner, List<String> places, Point2D at) {
            // Nobody asks.
        }

        @Override
        public void freezeMatching() {
            // Nobody asks.
        }
    }
}
