package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.event.EventType;
import javafx.scene.input.MouseEvent;
import org.layergraft.ui.Mouse;

/** What a canvas shows, for tests of the window. On the FX thread. */
public record OnCanvas(GraphCanvas canvas) {

    /** Texts of the shapes by the node they come from. */
    public Map<String, List<String>> shapes() {
        return canvas.surface().labels().stream()
                .collect(Collectors.groupingBy(
                        l -> l.edge().from(), Collectors.mapping(EdgeLabel::text, Collectors.toList())));
    }

    /** How many of them can be read. */
    public int readable() {
        return canvas.known().shapesInView().size();
    }

    /** Steps of the path that is lit up. */
    public Set<String> lit() {
        return canvas.surface().lit().nodes();
    }

    /** The mouse comes to the middle of a box. */
    public void pointAt(String node) {
        Layout.Area a = canvas.surface().drawn().find(node).orElseThrow().area();
        Viewport v = canvas.surface().view();
        move(MouseEvent.MOUSE_MOVED, v.screenX(a.centreX()), v.screenY(a.centreY()));
    }

    /** The mouse leaves the graph. */
    public void leave() {
        move(MouseEvent.MOUSE_EXITED, -1, -1);
    }

    private void move(EventType<MouseEvent> type, double x, double y) {
        var surface = canvas.surface();
        surface.fireEvent(Mouse.free(type, surface.localToScene(x, y)));
    }

    public String module() {
        return canvas.surface().drawn().module();
    }

    /** Boxes and frames drawn as not run. */
    public List<String> idle() {
        var drawn = canvas.surface().drawn();
        return java.util.stream.Stream.concat(drawn.boxes().stream(), drawn.frames().stream())
                .map(Layout.Box::id)
                .filter(canvas.surface()::isIdle)
                .sorted()
                .toList();
    }

    /** What it is written in. */
    public String fontFamily() {
        return canvas.palette().fontFamily();
    }

    /** Of the boxes by their ids. */
    public Map<String, Double> widths() {
        return canvas.surface().drawn().boxes().stream()
                .collect(Collectors.toMap(Layout.Box::id, b -> b.area().width()));
    }

    public List<String> boxes() {
        return canvas.surface().drawn().boxes().stream().map(Layout.Box::id).toList();
    }

    /** What the hover card says about a node. */
    public List<String> facts(String node) {
        return canvas.surface()
                .drawn()
                .find(node)
                .flatMap(b -> canvas.known().facts().map(f -> f.about(b.item())))
                .orElseThrow();
    }

    /** What it says about the line between two nodes. */
    public List<String> facts(String from, String to) {
        return canvas.surface().drawn().routes().stream()
                .map(Layout.Route::edge)
                .filter(e -> e.from().equals(from) && e.to().equals(to))
                .findFirst()
                .flatMap(e -> canvas.known().facts().map(f -> f.about(e)))
                .orElseThrow();
    }
}
