package org.layergraft.ui.verdict;

import java.util.List;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.layergraft.ui.common.Words;

/** A lesson: a few paragraphs beside a small picture. Colours come from the styles, so it fits both themes. */
public final class LessonPane extends HBox {

    /** Of the text that the lengths below are for. */
    private static final double USUAL_FONT = 13;

    private static final double WIDTH = 86;
    private static final double HEIGHT = 26;
    private static final double ACROSS = 112;
    private static final double DOWN = 56;
    private static final double HEAD = 4;

    private final Label title = new Label();
    private final VBox paragraphs = new VBox(6);
    private final TextField source = new TextField();
    private final Pane picture = new Pane();
    private Words words;
    private Optional<Lesson> drawn = Optional.empty();
    /** What lengths are multiplied by, for text larger or smaller than usual. */
    private double unit = 1;

    public LessonPane() {
        super(20);
        title.getStyleClass().add("lesson-title");
        source.setEditable(false);
        source.setId("lesson-source");
        source.getStyleClass().add("lesson-source");
        picture.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        picture.setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
        var text = new VBox(6, title, paragraphs, source);
        setHgrow(text, Priority.ALWAYS);
        getChildren().addAll(picture, text);
        title.fontProperty().subscribe(font -> {
            unit = font.getSize() / USUAL_FONT;
            drawn.ifPresent(this::draw);
        });
    }

    void speak(Words inTheseWords) {
        words = inTheseWords;
    }

    void show(Lesson lesson) {
        String base = "learn." + lesson.name();
        title.setText(words.get(base + ".title"));
        paragraphs
                .getChildren()
                .setAll(words.get(base + ".text")
                        .lines()
                        .filter(l -> !l.isBlank())
                        .map(LessonPane::paragraph)
                        .toList());
        source.setText("https://github.com/pytorch/pytorch/blob/main/" + lesson.source());
        source.setAccessibleText(words.get("learn.source", lesson.source()));
        picture.setAccessibleText(words.get(base + ".picture"));
        draw(lesson);
    }

    private static Label paragraph(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private void draw(Lesson lesson) {
        drawn = Optional.of(lesson);
        picture.getChildren().clear();
        List<Lesson.Box> boxes = lesson.boxes();
        lesson.arrows().forEach(a -> arrow(boxes.get(a.from()), boxes.get(a.to()), a.cut()));
        boxes.forEach(this::box);
        int columns = boxes.stream().mapToInt(Lesson.Box::column).max().orElse(0);
        int rows = boxes.stream().mapToInt(Lesson.Box::row).max().orElse(0);
        picture.setPrefSize(unit * (columns * ACROSS + WIDTH + 2), unit * (rows * DOWN + HEIGHT + 2));
    }

    private void box(Lesson.Box box) {
        var frame = new Rectangle(left(box), top(box), unit * WIDTH, unit * HEIGHT);
        frame.setArcWidth(unit * 8);
        frame.setArcHeight(unit * 8);
        frame.getStyleClass().addAll("lesson-box", box.look().style());
        var label = new Text(box.label());
        label.getStyleClass().add("lesson-label");
        label.setWrappingWidth(unit * WIDTH);
        label.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
        label.setX(frame.getX());
        label.setY(frame.getY() + unit * (HEIGHT / 2 + 4));
        picture.getChildren().addAll(frame, label);
    }

    private void arrow(Lesson.Box from, Lesson.Box to, boolean cut) {
        boolean level = from.row() == to.row();
        boolean below = from.column() == to.column();
        double startX = below ? middle(from) : right(from);
        double startY = level || !below ? centre(from) : from.row() < to.row() ? bottom(from) : top(from);
        double endX = below ? middle(to) : left(to);
        double endY = level || !below ? centre(to) : from.row() < to.row() ? top(to) : bottom(to);
        var line = new Line(startX, startY, endX, endY);
        line.getStyleClass().add("lesson-arrow");
        double size = unit * HEAD;
        double angle = Math.atan2(endY - startY, endX - startX);
        var head = new Polygon(
                endX,
                endY,
                endX - 2 * size * Math.cos(angle) + size * Math.sin(angle),
                endY - 2 * size * Math.sin(angle) - size * Math.cos(angle),
                endX - 2 * size * Math.cos(angle) - size * Math.sin(angle),
                endY - 2 * size * Math.sin(angle) + size * Math.cos(angle));
        head.getStyleClass().add("lesson-head");
        picture.getChildren().addAll(line, head);
        if (cut) {
            line.getStyleClass().add("cut");
            head.getStyleClass().add("cut");
            double x = (startX + endX) / 2;
            double y = (startY + endY) / 2;
            for (double side : new double[] {-1, 1}) {
                var stroke = new Line(x - unit * 5, y - unit * 5 * side, x + unit * 5, y + unit * 5 * side);
                stroke.getStyleClass().add("lesson-cut");
                picture.getChildren().add(stroke);
            }
        }
    }

    private double left(Lesson.Box box) {
        return unit * (box.column() * ACROSS + 1);
    }

    private double right(Lesson.Box box) {
        return left(box) + unit * WIDTH;
    }

    private double middle(Lesson.Box box) {
        return left(box) + unit * WIDTH / 2;
    }

    private double top(Lesson.Box box) {
        return unit * (box.row() * DOWN + 1);
    }

    private double centre(Lesson.Box box) {
        return top(box) + unit * HEIGHT / 2;
    }

    private double bottom(Lesson.Box box) {
        return top(box) + unit * HEIGHT;
    }
}
