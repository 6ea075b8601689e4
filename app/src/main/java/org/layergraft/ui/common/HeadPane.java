package org.layergraft.ui.common;

import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;

/**
 * What is said, and at its right what can be done about it; below it where the words would get too little of the width. Takes two
 * children, in that order.
 */
public final class HeadPane extends Pane {

    private static final double GAP = 10;

    /** Of the width: with less, words break where nobody would break them. */
    private static final double LEAST_OF_WORDS = 0.4;

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private Node words() {
        return getChildren().getFirst();
    }

    private Node tools() {
        return getChildren().getLast();
    }

    private double sides() {
        return snappedLeftInset() + snappedRightInset();
    }

    private double ends() {
        return snappedTopInset() + snappedBottomInset();
    }

    /** @param width without the insets, here and below */
    private boolean isBeside(double width) {
        double left = width - oneLine() - GAP;
        return left >= Math.min(words().prefWidth(-1), LEAST_OF_WORDS * width);
    }

    /** Of what can be done. A pane that breaks into lines has no width of its own. */
    private double oneLine() {
        if (tools() instanceof FlowPane flow) {
            var there = flow.getChildren().stream().filter(Node::isManaged).toList();
            return there.stream().mapToDouble(n -> n.prefWidth(-1)).sum()
                    + flow.getHgap() * Math.max(0, there.size() - 1);
        }
        return tools().prefWidth(-1);
    }

    /** Without anything to do there is nothing below, either. */
    private double below(double width) {
        double height = tools().prefHeight(width);
        return height > 0 ? GAP / 2 + height : 0;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return words().prefWidth(-1) + GAP + oneLine() + sides();
    }

    @Override
    protected double computePrefHeight(double width) {
        double wide = (width < 0 ? computePrefWidth(-1) : width) - sides();
        double height = isBeside(wide)
                ? Math.max(words().prefHeight(wide - oneLine() - GAP), tools().prefHeight(oneLine() + 1))
                : words().prefHeight(wide) + below(wide);
        return height + ends();
    }

    @Override
    protected void layoutChildren() {
        double x = snappedLeftInset();
        double y = snappedTopInset();
        double width = getWidth() - sides();
        double height = getHeight() - ends();
        if (isBeside(width)) {
            double taken = oneLine() + 1;
            layoutInArea(words(), x, y, Math.max(0, width - taken - GAP), height, 0, HPos.LEFT, VPos.CENTER);
            layoutInArea(tools(), x + width - taken, y, taken, height, 0, HPos.RIGHT, VPos.CENTER);
        } else {
            double below = tools().prefHeight(width);
            double said = words().prefHeight(width);
            layoutInArea(words(), x, y, width, said, 0, HPos.LEFT, VPos.TOP);
            layoutInArea(tools(), x, y + said + below(width) - below, width, below, 0, HPos.LEFT, VPos.TOP);
        }
    }
}
