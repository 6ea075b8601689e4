package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.CoverageLook;
import org.layergraft.ui.common.NaturalOrder;
import org.layergraft.ui.common.Words;

/** The table's columns: always the name and the states, and what else is wanted. */
final class CoverageColumns {

    /** More ranks than this are not told apart at a glance. */
    static final int MOST_RANKS = 8;

    /** For the scroll bar beside the rows and the table's border. */
    private static final double BESIDE = 16;

    private static final double NAME_SHARE = 0.58;

    private final TreeTableView<CoverageLine> table;
    private final CoverageViewModel model;
    private final Words words;
    private final TreeTableColumn<CoverageLine, CoverageLine> name;
    private final TreeTableColumn<CoverageLine, CoverageLine> module;
    private final TreeTableColumn<CoverageLine, CoverageLine> covered;
    private final TreeTableColumn<CoverageLine, CoverageLine> shape;
    private final TreeTableColumn<CoverageLine, CoverageLine> dtype;
    private final TreeTableColumn<CoverageLine, CoverageLine> share;
    private final TreeTableColumn<CoverageLine, CoverageLine> norm;
    private final TreeTableColumn<CoverageLine, CoverageLine> bucket;
    private final TreeTableColumn<CoverageLine, CoverageLine> ready;
    private final TreeTableColumn<CoverageLine, CoverageLine> weight;
    private final TreeTableColumn<CoverageLine, CoverageLine> update;
    private final TreeTableColumn<CoverageLine, CoverageLine> runs;
    /** In a row of its own nothing is indented: the tree's column is one that is not there. */
    private final TreeTableColumn<CoverageLine, CoverageLine> nowhere = new TreeTableColumn<>();

    /** What a column takes where there is room. */
    private final Map<TreeTableColumn<?, ?>, Double> wanted = new IdentityHashMap<>();

    private Runnable turned = () -> {};

    CoverageColumns(TreeTableView<CoverageLine> table, CoverageViewModel model, Words words) {
        this.table = table;
        this.model = model;
        this.words = words;
        var texts = new LineTexts(model, words);
        name = column(
                "parameter",
                116,
                84,
                Double.MAX_VALUE,
                Comparator.comparing(texts::nameOf, NaturalOrder.OF_NAMES),
                () -> TextCell.name(texts::nameOf));
        module = column(
                "module",
                90,
                62,
                Double.MAX_VALUE,
                Comparator.comparing(LineTexts::moduleOf, NaturalOrder.OF_NAMES),
                TextCell::module);
        covered = column(
                "covered",
                82,
                72,
                110,
                Comparator.comparingDouble(LineTexts::coveredShare),
                () -> TextCell.number(texts::coveredParameters, texts::coveredTip));
        shape = column(
                "shape",
                74,
                62,
                120,
                Comparator.comparingLong(CoverageLine::elements),
                () -> TextCell.number(texts::shape, texts::shapeTip));
        dtype = column("dtype", 62, 56, 90, Comparator.comparing(texts::dtype), () -> TextCell.number(texts::dtype));
        share = column(
                "share",
                82,
                78,
                100,
                Comparator.comparingDouble(l -> l.share().orElse(-1)),
                () -> BarCell.share(words));
        norm = column(
                "norm",
                84,
                // Not 80: JavaFX takes that for a width nobody chose, and fits the column to its content
                // (TableColumnBase, DEFAULT_WIDTH).
                78,
                110,
                Comparator.comparingDouble(l -> l.norm().orElse(-1)),
                () -> BarCell.norm(model, words));
        bucket = numbers("bucket", CoverageRow::bucket);
        ready = numbers("ready", CoverageRow::ready);
        weight = reals("weight", LineTexts::weight, text -> text);
        update = reals(
                "update", LineTexts::update, text -> text.isEmpty() ? "" : words.get("coverage.update.tip", text));
        runs = column(
                "runs",
                86,
                84,
                100,
                Comparator.comparingInt(
                        l -> l.worst().map(GradientState::urgency).orElse(9)),
                () -> new HistoryCell(model, words));
        table.widthProperty().subscribe(_ -> divide());
    }

    private TreeTableColumn<CoverageLine, CoverageLine> reals(
            String id, Function<CoverageLine, OptionalDouble> of, UnaryOperator<String> tip) {
        Function<CoverageLine, String> text = line -> LineTexts.text(of.apply(line));
        return column(
                id,
                66,
                62,
                90,
                Comparator.comparingDouble(l -> of.apply(l).orElse(-1)),
                () -> TextCell.number(text, text.andThen(tip)));
    }

    private TreeTableColumn<CoverageLine, CoverageLine> numbers(String id, Function<CoverageRow, OptionalInt> number) {
        Function<CoverageLine, OptionalInt> of =
                line -> line instanceof CoverageRow row ? number.apply(row) : OptionalInt.empty();
        return column(
                id,
                60,
                56,
                80,
                Comparator.comparingInt(l -> of.apply(l).orElse(Integer.MAX_VALUE)),
                () -> TextCell.number(l ->
                        of.apply(l).isPresent() ? String.valueOf(of.apply(l).getAsInt()) : ""));
    }

    /** Puts the columns there that the look and the ranks ask for. */
    void show(CoverageLook look, int ranks) {
        var columns = new ArrayList<TreeTableColumn<CoverageLine, CoverageLine>>();
        columns.add(name);
        if (look.byModule()) {
            columns.add(covered);
        } else if (look.shows(CoverageLook.Column.MODULE)) {
            columns.add(module);
        }
        add(columns, look, CoverageLook.Column.SHAPE, shape);
        add(columns, look, CoverageLook.Column.DTYPE, dtype);
        if (isFolded(look, ranks)) {
            columns.add(state("worst", words.get("coverage.column.worst"), 50, OptionalInt.empty()));
        } else {
            IntStream.range(0, ranks)
                    .mapToObj(r -> ranks == 1
                            ? state("device", words.get("coverage.column.device"), 52, OptionalInt.of(r))
                            : state("rank-" + r, words.get("coverage.column.rank", r), 34, OptionalInt.of(r)))
                    .forEach(columns::add);
        }
        add(columns, look, CoverageLook.Column.SHARE, share);
        add(columns, look, CoverageLook.Column.NORM, norm);
        add(columns, look, CoverageLook.Column.BUCKET, bucket);
        add(columns, look, CoverageLook.Column.READY, ready);
        add(columns, look, CoverageLook.Column.WEIGHT, weight);
        add(columns, look, CoverageLook.Column.UPDATE, update);
        add(columns, look, CoverageLook.Column.RUNS, runs);
        table.setTreeColumn(look.byModule() ? name : nowhere);
        // Names in a tree begin further to the right.
        name.setMinWidth(look.byModule() ? 122 : 84);
        var order = List.copyOf(table.getSortOrder());
        table.getColumns().setAll(columns);
        table.getSortOrder().setAll(order.stream().filter(columns::contains).toList());
        divide();
    }

    /** @param then told when a column sorts the other way round */
    void whenTurned(Runnable then) {
        turned = then;
    }

    static boolean isFolded(CoverageLook look, int ranks) {
        return ranks > MOST_RANKS || ranks > 1 && look.foldRanks();
    }

    private static void add(
            List<TreeTableColumn<CoverageLine, CoverageLine>> columns,
            CoverageLook look,
            CoverageLook.Column wanted,
            TreeTableColumn<CoverageLine, CoverageLine> column) {
        if (look.shows(wanted)) {
            columns.add(column);
        }
    }

    private TreeTableColumn<CoverageLine, CoverageLine> state(String id, String title, double width, OptionalInt rank) {
        Comparator<CoverageLine> order = Comparator.comparingInt(line -> urgency(line, rank));
        var column = column(
                id,
                width,
                width,
                width + 10,
                order,
                () -> rank.isPresent() ? StateCell.of(rank.getAsInt(), words) : StateCell.worst(words));
        column.setText(title);
        return column;
    }

    private static int urgency(CoverageLine line, OptionalInt rank) {
        if (rank.isEmpty()) {
            return GradientState.worst(line.states())
                    .map(GradientState::urgency)
                    .orElse(9);
        }
        int r = rank.getAsInt();
        return r < line.states().size() ? line.states().get(r).urgency() : 9;
    }

    private TreeTableColumn<CoverageLine, CoverageLine> column(
            String id,
            double width,
            double least,
            double most,
            Comparator<CoverageLine> order,
            Supplier<TreeTableCell<CoverageLine, CoverageLine>> cell) {
        var column = new TreeTableColumn<CoverageLine, CoverageLine>();
        column.setId("column-" + id);
        String key = "coverage.column." + id;
        column.setText(id.startsWith("rank-") ? "" : words.get(key));
        wanted.put(column, width);
        column.setMinWidth(least);
        column.setMaxWidth(most);
        column.setCellValueFactory(
                features -> new ReadOnlyObjectWrapper<>(features.getValue().getValue()));
        column.setComparator(order);
        column.setCellFactory(_ -> cell.get());
        column.setReorderable(false);
        column.sortTypeProperty().subscribe((_, _) -> turned.run());
        return column;
    }

    /**
     * What the other columns leave goes to the names, which are long. Where that is too little the others take no more than they need; where
     * that does not do either, the table scrolls.
     */
    private void divide() {
        double width = table.getWidth() - BESIDE;
        boolean both = table.getColumns().contains(module);
        double names = name.getMinWidth() + (both ? module.getMinWidth() : 0);
        var others = table.getColumns().stream()
                .filter(c -> c != name && c != module)
                .toList();
        double comfortable = others.stream().mapToDouble(wanted::get).sum();
        boolean tight = comfortable + names > width;
        others.forEach(c -> c.setPrefWidth(tight ? c.getMinWidth() : wanted.get(c)));
        // Where there is room, a shape of four dimensions is seen whole.
        double over = width - comfortable - wanted.get(name) - wanted.get(module);
        if (!tight && over > 0) {
            shape.setPrefWidth(Math.min(shape.getMaxWidth(), wanted.get(shape) + over / 2));
        }
        double rest = width
                - others.stream().mapToDouble(TreeTableColumn::getPrefWidth).sum();
        name.setPrefWidth(Math.max(name.getMinWidth(), both ? Math.rint(rest * NAME_SHARE) : rest));
        module.setPrefWidth(Math.max(module.getMinWidth(), rest - name.getPrefWidth()));
    }
}
