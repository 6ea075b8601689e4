package org.layergraft.ui.common;

import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToolBar;
import javafx.scene.control.TreeTableView;
import javafx.scene.control.TreeView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Larger and smaller text, and everything that has to make room for it. Style sheets and screens are written for 100 %; both are read
 * as they stand and multiplied. Lines stay as thin as they are.
 *
 * @param factor 1 leaves everything as it is
 */
public record Scaling(double factor) {

    /** What has a length in pixels; not borders and strokes, nor what counts or is relative. */
    private static final Pattern DECLARATION = Pattern.compile(
            "(-fx-(?:[a-z-]*font-size|[a-z-]*padding|[a-z-]*spacing|[a-z-]*gap|[a-z-]*radius|[a-z-]*indent|(?:[a-z-]*-)?(?:cell|icon)-size"
                + "|size|(?!border|stroke)[a-z-]*-?width|[a-z-]*height))(\\s*:)([^;{}]*)");

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w#.-])(\\d*\\.?\\d+)(px)?(?![\\w%.])");

    /** A style sheet of that size. */
    public String sheet(String css) {
        return DECLARATION.matcher(css).replaceAll(found -> {
            boolean font = found.group(1).endsWith("font-size");
            String values =
                    NUMBER.matcher(found.group(3)).replaceAll(n -> scaled(Double.parseDouble(n.group(1)), font) + "px");
            return java.util.regex.Matcher.quoteReplacement(found.group(1) + found.group(2) + values);
        });
    }

    /** Half a pixel blurs; letters may be of any size. */
    private String scaled(double length, boolean font) {
        return font ? String.format(Locale.ROOT, "%.1f", length * factor) : String.valueOf(whole(length));
    }

    private long whole(double length) {
        return length == 0 ? 0 : Math.max(1, Math.round(length * factor));
    }

    /** Multiplies the sizes that a screen's file or code has given to a node and all in it. Once, before it is shown. */
    public void apply(Node node) {
        if (factor == 1) {
            return;
        }
        if (node instanceof Region region) {
            region(region);
        }
        inside(node).forEach(this::apply);
        if (node instanceof SplitPane split) {
            // The window does not grow with the text, so panes may become as narrow as before.
            split.getItems().forEach(this::restoreLeast);
        }
    }

    private void restoreLeast(Node pane) {
        if (pane instanceof Region r) {
            new Scaling(1 / factor).least(r);
        }
    }

    private void least(Region r) {
        length(r.minWidthProperty().isBound(), r::getMinWidth, r::setMinWidth);
        length(r.minHeightProperty().isBound(), r::getMinHeight, r::setMinHeight);
    }

    /** Also what is a child only once there is a skin. */
    private static Stream<? extends Node> inside(Node node) {
        return switch (node) {
            case SplitPane split -> split.getItems().stream();
            case TabPane tabs -> tabs.getTabs().stream().map(Tab::getContent).filter(c -> c != null);
            case ScrollPane scroll -> Stream.ofNullable(scroll.getContent());
            case ToolBar bar -> bar.getItems().stream();
            case TitledPane titled -> Stream.ofNullable(titled.getContent());
            case Parent parent -> parent.getChildrenUnmodifiable().stream();
            default -> Stream.empty();
        };
    }

    private void region(Region r) {
        least(r);
        length(r.prefWidthProperty().isBound(), r::getPrefWidth, r::setPrefWidth);
        length(r.maxWidthProperty().isBound(), r::getMaxWidth, r::setMaxWidth);
        length(r.prefHeightProperty().isBound(), r::getPrefHeight, r::setPrefHeight);
        length(r.maxHeightProperty().isBound(), r::getMaxHeight, r::setMaxHeight);
        if (!r.getPadding().equals(Insets.EMPTY) && !r.paddingProperty().isBound()) {
            var p = r.getPadding();
            r.setPadding(new Insets(whole(p.getTop()), whole(p.getRight()), whole(p.getBottom()), whole(p.getLeft())));
        }
        switch (r) {
            case HBox box -> length(false, box::getSpacing, box::setSpacing);
            case VBox box -> length(false, box::getSpacing, box::setSpacing);
            case FlowPane flow -> {
                length(false, flow::getHgap, flow::setHgap);
                length(false, flow::getVgap, flow::setVgap);
            }
            case GridPane grid -> {
                length(false, grid::getHgap, grid::setHgap);
                length(false, grid::getVgap, grid::setVgap);
                grid.getColumnConstraints().forEach(this::column);
            }
            case ListView<?> list -> length(false, list::getFixedCellSize, list::setFixedCellSize);
            case TreeView<?> tree -> length(false, tree::getFixedCellSize, tree::setFixedCellSize);
            case TreeTableView<?> table -> {
                length(false, table::getFixedCellSize, table::setFixedCellSize);
                table.getColumns().forEach(this::column);
            }
            case TableView<?> table -> {
                length(false, table::getFixedCellSize, table::setFixedCellSize);
                table.getColumns().forEach(this::column);
            }
            default -> {
                // Has no sizes of its own kind.
            }
        }
    }

    private void column(ColumnConstraints column) {
        length(false, column::getMinWidth, column::setMinWidth);
        length(false, column::getPrefWidth, column::setPrefWidth);
        length(false, column::getMaxWidth, column::setMaxWidth);
    }

    private void column(TableColumnBase<?, ?> column) {
        // The widest first: a column is never wider than it may be.
        length(false, column::getMaxWidth, column::setMaxWidth);
        length(false, column::getMinWidth, column::setMinWidth);
        length(false, column::getPrefWidth, column::setPrefWidth);
    }

    /** Negative and endless ones are no lengths but rules. */
    private void length(boolean bound, DoubleSupplier get, DoubleConsumer set) {
        double now = get.getAsDouble();
        if (!bound && now > 0 && now < 5000) {
            set.accept(whole(now));
        }
    }
}
