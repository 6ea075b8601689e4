package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.elk.alg.layered.options.InternalProperties;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkConnectableShape;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.ui.common.Waiting;

/**
 * Layered layout, top down, by ELK (Schulze, Spönemann, von Hanxleden: Drawing layered graphs with port constraints, 2014).
 * Pure: the same drawing gives the same layout.
 *
 * <p>Long edges cost, not boxes: an edge over k layers becomes k dummies. Above {@link #MOST_DUMMIES} the plain layout is taken
 * at once.
 */
public final class GraphLayout {

    static final long MOST_DUMMIES = 150_000;

    private static final int MOST_COMPACT_BOXES = 400;
    private static final long MOST_COMPACT_DUMMIES = 3_000;

    private GraphLayout() {}

    public static Layout of(Flow flow) {
        return of(Drawing.of(flow));
    }

    /** As compact as its size allows. */
    public static Layout of(Drawing drawing) {
        return of(drawing, isSmall(drawing), () -> false);
    }

    /** Worth the time that a compact layout takes; see {@link #of(Drawing, boolean, Waiting)}. */
    static boolean isSmall(Drawing drawing) {
        return drawing.items().size() <= MOST_COMPACT_BOXES && PlainLayout.dummies(drawing) <= MOST_COMPACT_DUMMIES;
    }

    /**
     * @param compact place by network simplex: a third as wide where long edges abound, but twenty times as slow and quickly
     *     worse than that with size
     * @param waiting asked, and told how far it is, between ELK's phases; once it is dropped, the plain layout is returned
     */
    static Layout of(Drawing drawing, boolean compact, Waiting waiting) {
        Layout main;
        if (PlainLayout.dummies(drawing) > MOST_DUMMIES) {
            main = PlainLayout.of(drawing);
        } else {
            try {
                main = new Run(drawing, compact).layered(waiting);
            } catch (RuntimeException | StackOverflowError elkFailed) {
                // A drawing that ELK cannot lay out is still worth showing. It walks along the edges by recursion:
                // chains of many thousands end it.
                main = PlainLayout.of(drawing);
            }
        }
        return SideColumn.beside(main, drawing);
    }

    /** What is taken when the layered layout takes too long. */
    static Layout plain(Drawing drawing) {
        return SideColumn.beside(PlainLayout.of(drawing), drawing);
    }

    private static final class Engine {
        static final RecursiveGraphLayoutEngine ELK = make();

        private static RecursiveGraphLayoutEngine make() {
            LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
            return new RecursiveGraphLayoutEngine();
        }
    }

    private static final class Run {
        private final Drawing drawing;
        private final boolean compact;
        private final Set<String> blocks;
        /** Values cross the frames of blocks, but not those of modules: these are laid out each by itself. */
        private final boolean crossed;

        private final ElkNode root = ElkGraphUtil.createGraph();
        private final Map<String, ElkNode> nodes = new HashMap<>();
        private final Map<ElkNode, ElkConnectableShape> outs = new HashMap<>();

        Run(Drawing drawing, boolean compact) {
            this.drawing = drawing;
            this.compact = compact;
            this.blocks = Sizes.blocksWithContent(drawing);
            this.crossed =
                    drawing.items().stream().anyMatch(i -> i.kind() == FlowNode.Kind.BLOCK && Sizes.isFrame(i, blocks));
        }

        Layout layered(Waiting waiting) {
            options(root);
            root.setProperty(CoreOptions.PADDING, new ElkPadding(Sizes.GAP));
            drawing.items().stream()
                    .filter(i -> i.kind() == FlowNode.Kind.BLOCK || Sizes.isFrame(i, blocks))
                    .forEach(i -> nodes.put(i.id(), ElkGraphUtil.createNode(null)));
            for (Item item : drawing.items()) {
                if (!item.side()) {
                    add(item);
                }
            }
            var edges = new ArrayList<Map.Entry<FlowEdge, ElkEdge>>();
            for (FlowEdge link : drawing.links()) {
                ElkNode from = nodes.get(link.from());
                ElkNode to = nodes.get(link.to());
                // A block's frame already says what lies inside; a line from the frame to its own content says nothing.
                if (!within(from, to) && !within(to, from)) {
                    edges.add(Map.entry(link, ElkGraphUtil.createSimpleEdge(out(from), to)));
                }
            }
            Engine.ELK.layout(root, new Monitor(waiting));
            if (waiting.isDropped()) {
                return PlainLayout.of(drawing);
            }
            return read(edges);
        }

        private void options(ElkNode node) {
            node.setProperty(CoreOptions.ALGORITHM, "org.eclipse.elk.layered");
            node.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
            node.setProperty(LayeredOptions.SPACING_NODE_NODE, Sizes.GAP);
            node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, Sizes.LAYER_GAP);
            node.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
            if (compact) {
                node.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
                node.setProperty(LayeredOptions.THOROUGHNESS, 1);
            } else if (drawing.items().size() <= MOST_COMPACT_BOXES) {
                // Somewhat narrower than the default and as fast at this size; four times as slow on a thousand boxes.
                node.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.LINEAR_SEGMENTS);
            }
            if (crossed) {
                node.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
                // A sweep over several frames begins with an order and then forgets it, unless it must not.
                node.setProperty(LayeredOptions.CROSSING_MINIMIZATION_FORCE_NODE_MODEL_ORDER, true);
                // ELK asks every frame for this number, and gives it to the root only:
                // https://github.com/eclipse-elk/elk/issues/1173
                node.setProperty(
                        InternalProperties.MAX_MODEL_ORDER_NODES,
                        drawing.items().size());
            }
            // What stays keeps its order when something unfolds.
            node.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
        }

        private void add(Item item) {
            ElkNode parent = item.block().map(nodes::get).orElse(root);
            ElkNode node = nodes.computeIfAbsent(item.id(), _ -> ElkGraphUtil.createNode(root));
            node.setParent(parent);
            if (Sizes.isFrame(item, blocks)) {
                options(node);
                node.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, EnumSet.of(SizeConstraint.MINIMUM_SIZE));
                node.setProperty(
                        CoreOptions.NODE_SIZE_MINIMUM, new KVector(Sizes.heading(item, drawing.breadth()), 60));
                node.setProperty(
                        CoreOptions.PADDING,
                        new ElkPadding(Sizes.FRAME_TOP, Sizes.FRAME_SIDE, Sizes.FRAME_SIDE, Sizes.FRAME_SIDE));
            } else {
                node.setDimensions(Sizes.width(item, drawing.breadth()), Sizes.height(item));
            }
        }

        /** All edges that carry one value leave as one line and part where they must; each arrives on its own. */
        private ElkConnectableShape out(ElkNode node) {
            return node.getChildren().isEmpty() ? outs.computeIfAbsent(node, ElkGraphUtil::createPort) : node;
        }

        private static boolean within(ElkNode inner, ElkNode outer) {
            for (ElkNode n = inner; n != null; n = n.getParent()) {
                if (n == outer) {
                    return true;
                }
            }
            return false;
        }

        private Layout read(List<Map.Entry<FlowEdge, ElkEdge>> edges) {
            var boxes = new ArrayList<Layout.Box>();
            var frames = new ArrayList<Layout.Box>();
            for (Item item : drawing.items()) {
                if (!item.side()) {
                    (Sizes.isFrame(item, blocks) ? frames : boxes)
                            .add(new Layout.Box(item, area(nodes.get(item.id()))));
                }
            }
            frames.sort(
                    Comparator.comparingDouble(f -> -f.area().width() * f.area().height()));
            var routes =
                    edges.stream().map(e -> route(e.getKey(), e.getValue())).toList();
            return new Layout(
                    drawing.module(),
                    boxes,
                    frames,
                    routes,
                    Optional.empty(),
                    root.getWidth(),
                    root.getHeight(),
                    false);
        }

        private static Layout.Area area(ElkNode node) {
            var origin = origin(node.getParent());
            return new Layout.Area(
                    origin.x() + node.getX(), origin.y() + node.getY(), node.getWidth(), node.getHeight());
        }

        private static Layout.Point origin(ElkNode node) {
            double x = 0;
            double y = 0;
            for (ElkNode n = node; n != null; n = n.getParent()) {
                x += n.getX();
                y += n.getY();
            }
            return new Layout.Point(x, y);
        }

        private static Layout.Route route(FlowEdge link, ElkEdge edge) {
            Layout.Point o = origin(edge.getContainingNode());
            ElkEdgeSection s = edge.getSections().getFirst();
            var points = new ArrayList<Layout.Point>();
            points.add(new Layout.Point(o.x() + s.getStartX(), o.y() + s.getStartY()));
            s.getBendPoints().forEach(b -> points.add(new Layout.Point(o.x() + b.getX(), o.y() + b.getY())));
            points.add(new Layout.Point(o.x() + s.getEndX(), o.y() + s.getEndY()));
            return Layout.Route.of(link, points);
        }
    }

    /** Of all modules that are drawn, or of a part of them. */
    private static final class Monitor extends BasicProgressMonitor {

        /** Less than this is not worth a word. */
        private static final float STEP = 0.01f;

        private final Waiting waiting;
        private float told;

        Monitor(Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public boolean isCanceled() {
            return waiting.isDropped();
        }

        @Override
        protected BasicProgressMonitor doSubTask(float work, int maxHierarchyLevels) {
            return new Monitor(waiting);
        }

        /** Every part's progress is added to the whole's, which is the first without one around it. */
        @Override
        protected void doWorked(float done, float total, boolean top) {
            float share = total > 0 ? Math.min(1, done / total) : 0;
            if (getParentMonitor() == null && share >= told + STEP) {
                told = share;
                waiting.at(share);
            }
        }
    }
}
