package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.ui.common.Waiting;

/** Somebody patient, who takes down how far they were told it is. */
final class Told implements Waiting {

    final List<Double> all = new ArrayList<>();

    @Override
    public boolean isDropped() {
        return false;
    }

    @Override
    public void at(double done) {
        all.add(done);
    }
}
