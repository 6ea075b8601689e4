package org.layergraft.ui.canvas;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.transform.Transform;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.Texts;

/**
 * Shows one module's forward of a model as a graph: boxes for steps, lines for values, at the side what the forward does not use.
 *
 * <p>Use it on the FX thread. Layout happens in the background; {@link #show} and {@link #reveal} return at once. Styles:
 * {@code styles/canvas.css}.
 */
public final class GraphCanvas extends Region {

    private static final double STEP = 1.2;
    private static final double POINT_REACH = 5;

    private final StringProperty openModule = new SimpleStringProperty(this, "openModule", "");
    private final StringProperty selected = new SimpleStringProperty(this, "selected", "");
    private final ReadOnlyStringWrapper pointed = new ReadOnlyStringWrapper(this, "pointed", "");
    private final Palette palette;
    private final Surface surface;
    private final Drops drops;
    private final Known known;
    private final Chrome chrome;
    private final LayoutJobs jobs = new LayoutJobs(Platform::runLater);
    private final Map<String, Viewport> views = new HashMap<>();
    private Texts texts = new Texts(Locale.getDefault());
    private final Sheet sheet = new Sheet();
    private final Unfolding unfolding;
    /** The next layout is looked at as if it were the first. */
    private boolean afresh;
    /** Another canvas has taken its place, as happens when the window speaks another language. */
    private boolean replaced;

    public GraphCanvas() {
        getStyleClass().add("graph-canvas");
        palette = new Palette(this, this::redraw);
        surface = new Surface(palette, around());
        drops = new Drops(surface);
        known = new Known(palette, sheet, surface, this::selectionChanged);
        chrome = new Chrome(
                palette,
                openModule::set,
                (x, y) -> surface.look(v -> v.centred(x, y, surface.getWidth(), surface.getHeight())),
                new ZoomBar(this::zoomOut, this::zoomIn, this::fit),
                known.overlays());
        getChildren().add(surface);
        getChildren().addAll(chrome.nodes());
        unfolding = new Unfolding(sheet, surface, openModule, selected, this::relayout);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT);
        new Gestures(surface, this, new CanvasGestures(this));
        openModule.subscribe((_, _) -> relayout());
        selected.subscribe(this::selectionChanged);
        palette.breadthProperty().subscribe((_, _) -> relayout());
        sceneProperty().subscribe((before, now) -> {
            boolean back = replaced;
            replaced = before != null && now == null;
            if (replaced) {
                jobs.drop();
            } else if (back) {
                relayout();
            }
        });
        speak(texts);
        LayoutJobs.warmUp();
    }

    /** Shows a model, or its next version: what is open, selected and looked at stays where it still exists. */
    public void show(ModelGraph shown) {
        if (sheet.show(shown)) {
            views.clear();
            afresh = true;
        }
        known.show(shown);
        String open = existing(shown, openModule.get());
        if (open.equals(openModule.get())) {
            relayout();
        } else {
            openModule.set(open);
        }
    }

    /** Path of the module whose forward is drawn; "" for the root. Setting a path that does not exist opens its nearest ancestor. */
    public StringProperty openModuleProperty() {
        return openModule;
    }

    /** Name of the parameter whose box is under the pointer, or "". */
    public ReadOnlyStringProperty pointedProperty() {
        return pointed.getReadOnlyProperty();
    }

    /** Id of the selected node, path of a module at the side, {@code path/.name} of a parameter at the side, or "". */
    public StringProperty selectedProperty() {
        return selected;
    }

    /** What runs and measurements tell about it. */
    public Known known() {
        return known;
    }

    /** What of the graph is in view, twice as fine as on an ordinary screen. */
    public Image picture() {
        var finer = new SnapshotParameters();
        finer.setTransform(Transform.scale(2, 2));
        return surface.snapshot(finer, null);
    }

    /** Did the last frame show a part of a graph? */
    public boolean showsGraph() {
        return isVisible() && surface.drawnBoxes() > 0;
    }

    /** Is a graph being laid out that will be shown? */
    public boolean isLayingOut() {
        return jobs.goingProperty().get();
    }

    /** For a picture: takes whatever time the best layout needs, where a person would rather see a simpler one soon. */
    public void waitForBestLayout() {
        jobs.waitForBest();
    }

    /** Puts a control into the bar above the graph. */
    public void tool(Node control) {
        chrome.tool(control);
    }

    /** Something of the window's that lies on the graph while it is visible: what one is led to is shown beside it. */
    public void beside(Node node) {
        chrome.beside(node);
        Stream.of(node.visibleProperty(), node.boundsInParentProperty()).forEach(p -> p.subscribe(this::redraw));
    }

    /** The language of everything that is said here. */
    public void speak(Texts spoken) {
        texts = spoken;
        chrome.speak(spoken);
        surface.name(spoken.get("ui.canvas", "side.heading"));
        surface.name(kind -> spoken.get("ui.canvas", "end." + kind.name().toLowerCase(Locale.ROOT)));
        sheet.graph().ifPresent(g -> chrome.crumbs(g, openModule.get()));
        known.speak(spoken);
    }

    /** Where something dropped at this point of the scene would go; shows it too. Empty outside the graph. */
    public Optional<DropTarget> hover(double sceneX, double sceneY) {
        chrome.hideCard();
        return sheet.graph().isEmpty() ? Optional.empty() : drops.hover(sceneX, sceneY);
    }

    public void endHover() {
        surface.endDrop();
    }

    /** Opens what holds it, selects it and moves it into view. Unknown names change nothing. */
    public void reveal(String nodeIdOrModulePathOrParameter) {
        sheet.find(openModule.get(), nodeIdOrModulePathOrParameter).ifPresent(found -> {
            unfolding.select(found.id());
            if (!found.module().equals(openModule.get())) {
                openModule.set(found.module());
            } else if (surface.drawn().module().equals(found.module())
                    && surface.drawn().find(found.id()).isPresent()) {
                takeSelection();
            }
        });
    }

    /**
     * Leaves what is asked for and the way between, or shows everything again.
     *
     * @param places ids of steps, paths of modules and names of parameters
     */
    public void narrow(Optional<Set<String>> places) {
        boolean whole = !sheet.isNarrowed();
        if (sheet.narrow(places)) {
            if (whole) {
                views.put(surface.drawn().module(), surface.view());
            }
            afresh = true;
            relayout();
        }
    }

    /**
     * Takes the place of another one, which showed the same model.
     *
     * @param looking where one looked, too: what is as large as before is looked at as before
     */
    public void takeOver(GraphCanvas before, boolean looking) {
        known.overlays().choose(before.known.overlays().chosen());
        sheet.unfoldAs(before.sheet);
        if (looking) {
            views.putAll(before.views);
        }
        if (looking
                && !before.sheet.isNarrowed()
                && !before.surface.drawn().boxes().isEmpty()) {
            views.put(before.surface.drawn().module(), before.surface.view());
        }
        relayout();
    }

    private void relayout() {
        if (replaced) {
            return;
        }
        sheet.graph().ifPresent(g -> {
            String open = existing(g, openModule.get());
            if (!open.equals(openModule.get())) {
                openModule.set(open);
                return;
            }
            chrome.crumbs(g, open);
            sheet.of(open).ifPresent(excerpt -> {
                chrome.busy(excerpt.drawing().items().size());
                jobs.request(
                        excerpt.drawing().written(palette.breadthProperty().get()), layout -> arrived(excerpt, layout));
            });
        });
    }

    /** What is being laid out. */
    public LayoutJobs layouts() {
        return jobs;
    }

    private void arrived(Excerpt excerpt, Layout layout) {
        chrome.idle(layout, isLayingOut());
        chrome.narrowed(sheet.isNarrowed());
        Layout before = surface.drawn();
        boolean fresh = afresh || before.boxes().isEmpty() && before.module().isEmpty();
        afresh = false;
        if (!fresh && !sheet.isNarrowed()) {
            views.put(before.module(), surface.view());
        }
        boolean same = !fresh && before.module().equals(layout.module());
        Optional<Viewport> view = same
                ? Optional.of(Anchor.keep(
                        before, layout, surface.view(), surface.getWidth(), surface.getHeight(), unfolding.toggled()))
                : Optional.ofNullable(sheet.isNarrowed() ? null : views.get(layout.module()));
        surface.show(layout, view);
        known.skip(excerpt.skips());
        if (!takeSelection() && layout.find(selected.get()).isEmpty()) {
            selected.set("");
        }
        redraw();
    }

    private boolean takeSelection() {
        Optional<String> wanted = unfolding.toSelect();
        wanted.flatMap(surface.drawn()::find).ifPresent(box -> {
            selected.set(box.id());
            surface.bringIntoView(box);
        });
        return wanted.isPresent();
    }

    private void selectionChanged() {
        String id = selected.get() == null ? "" : selected.get();
        surface.select(id);
        String nothing = texts.get("ui.canvas", sheet.graph().isEmpty() ? "canvas.nothing" : "canvas.name");
        setAccessibleText(surface.drawn()
                .find(id)
                .flatMap(box -> known.facts().map(f -> f.aloud(box.item())))
                .orElse(nothing));
    }

    private static String existing(ModelGraph graph, String path) {
        String found = path == null ? "" : path;
        while (!found.isEmpty() && graph.module(found).isEmpty()) {
            found = found.contains(".") ? found.substring(0, found.lastIndexOf('.')) : "";
        }
        return found;
    }

    void zoomInMiddle(double factor) {
        surface.look(v -> v.zoomed(factor, surface.getWidth() / 2, surface.getHeight() / 2));
    }

    /** Larger, the middle stays. */
    public void zoomIn() {
        zoomInMiddle(STEP);
    }

    /** Smaller, the middle stays. */
    public void zoomOut() {
        zoomInMiddle(1 / STEP);
    }

    /** All of it. */
    public void fit() {
        surface.fit();
    }

    /** What is selected as large as it goes, but no larger than life, with what stands around it. */
    public void zoomToSelected() {
        surface.drawn().find(selected.get()).ifPresent(surface::zoomTo);
    }

    /** The pointer rests somewhere: light up what is there and say what it is. */
    void point(double x, double y) {
        Optional<Hit> hit = surface.hit(x, y, POINT_REACH);
        hover(hit.flatMap(h -> h instanceof Hit.OnBox on ? Optional.of(on.box()) : Optional.empty()));
        Optional<List<String>> lines = hit.flatMap(h -> known.facts().map(f -> switch (h) {
            case Hit.OnBox(var box, boolean _) -> f.about(box.item());
            case Hit.OnRoute(var route, var _) -> f.about(route.edge());
        }));
        lines.ifPresentOrElse(
                l -> chrome.card(l, x, y + surface.getLayoutY(), getWidth(), getHeight()), chrome::hideCard);
    }

    void hover(Optional<Layout.Box> box) {
        surface.hover(box.map(Layout.Box::id).orElse(""));
        pointed.set(box.map(Layout.Box::item)
                .filter(i -> i.kind() == FlowNode.Kind.PARAMETER)
                .flatMap(i -> i.parameters().stream().findFirst())
                .orElse(""));
    }

    void walk(Walk walk) {
        walk.from(surface.drawn(), selected.get()).ifPresent(box -> {
            selected.set(box.id());
            surface.bringIntoView(box);
        });
    }

    /** Into modules and out of them. */
    public Unfolding unfolding() {
        return unfolding;
    }

    Surface surface() {
        return surface;
    }

    Chrome chrome() {
        return chrome;
    }

    Palette palette() {
        return palette;
    }

    private void redraw() {
        // CSS may set colours while the constructor still runs.
        if (surface != null) {
            surface.redraw();
        }
    }

    private Surface.Around around() {
        return new Surface.Around() {
            @Override
            public void arrange() {
                chrome.arrange(surface);
            }

            @Override
            public List<Layout.Area> covers(Viewport view) {
                return chrome.covers(surface, view);
            }

            @Override
            public void painted() {
                chrome.painted(surface, selected.get());
            }
        };
    }

    @Override
    protected void layoutChildren() {
        double bar = chrome.layout(getWidth(), getHeight());
        surface.reserve(chrome.foot());
        surface.resizeRelocate(0, bar, getWidth(), Math.max(0, getHeight() - bar));
    }

    @Override
    protected double computePrefWidth(double height) {
        return 640;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 480;
    }

    @Override
    public String getUserAgentStylesheet() {
        return GraphCanvas.class.getResource("/styles/canvas.css").toExternalForm();
    }

    public static List<CssMetaData<? extends Styleable, ?>> getClassCssMetaData() {
        return Styles.ALL;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return getClassCssMetaData();
    }

    private static final class Styles {
        static final List<CssMetaData<? extends Styleable, ?>> ALL = Palette.with(Region.getClassCssMetaData());
    }
}
