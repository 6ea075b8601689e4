package org.layergraft.ui.common;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;

/** As high as what is in it, up to the most it may have; beyond that it scrolls. */
public final class GrowingScroll extends ScrollPane {

    public GrowingScroll() {
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMinSize(0, 0);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        double around = snappedTopInset() + snappedBottomInset();
        return getContent() == null ? around : Math.ceil(getContent().prefHeight(width)) + around;
    }
}
