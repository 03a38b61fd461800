package io.keydesk.api.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.PlatformManagedObject;
import java.time.Duration;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What the virtual machine of another process says of itself. */
record VirtualMachineOf(JMXConnector connector) implements AutoCloseable {

    @SuppressWarnings("BanJNDI") // The other end is a process that this one has started.
    static VirtualMachineOf attach(long pid) throws IOException, AttachNotSupportedException {
        var machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return new VirtualMachineOf(
                    JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    Duration cpuTime() throws IOException {
        return Duration.ofNanos(bean(OperatingSystemMXBean.class).getProcessCpuTime());
    }

    /** In bytes. */
    long heapAfterCollection() throws IOException {
        var memory = bean(MemoryMXBean.class);
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private <T extends PlatformManagedObject> T bean(Class<T> type) throws IOException {
        return ManagementFactory.getPlatformMXBean(connector.getMBeanServerConnection(), type);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
