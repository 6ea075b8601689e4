package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.layergraft.step.Device;

class SeatsTest {

    @Test
    void onlyRanksThatShareAGpuPassForMachinesOfTheirOwn() {
        Seats seats = new Seats(List.of(Device.cuda(0), Device.cuda(1), Device.cuda(0)), 1);
        assertEquals(Map.of(), seats.environment(1));
        assertEquals("lo", seats.environment(0).get("NCCL_SOCKET_IFNAME"));
        assertNotEquals(
                seats.environment(0).get("NCCL_HOSTID"), seats.environment(2).get("NCCL_HOSTID"));
        assertEquals(Map.of(), new Seats(List.of(Device.CPU, Device.CPU), 1).environment(0));
    }
}
