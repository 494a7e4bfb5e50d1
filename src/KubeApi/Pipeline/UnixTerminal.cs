using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace KubeApi.Pipeline;

/// <summary>
/// The terminal on Linux and macOS, through libc: .NET's own functions lose keys, and apply their own settings when a child process ends. The settings
/// are opaque bytes, so their layout on each system does not matter.
/// </summary>
[SuppressMessage("Interoperability", "SYSLIB1054", Justification = "A source-generated import needs unsafe code.")]
internal sealed class UnixTerminal : ITerminal
{
    private const int Input = 0;
    private const int Now = 0;

    // Enough for the settings of any system, and for the set of 1,024 descriptors that select takes.
    private const int SettingsSize = 512;
    private const int SetSize = 128;

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly byte[] _original = new byte[SettingsSize];
    private readonly byte[] _raw = new byte[SettingsSize];
    private readonly byte[] _current = new byte[SettingsSize];
    private bool _isRaw;

    public (int Width, int Height) Size => (Console.WindowWidth, Console.WindowHeight);

    public void MakeRaw()
    {
        if (!_isRaw)
        {
            if (tcgetattr(Input, _original) != 0)
            {
                throw new ArgumentException("Standard input is not a terminal.");
            }

            _original.CopyTo(_raw, 0);
            cfmakeraw(_raw);
            _isRaw = true;
        }
        else if (tcgetattr(Input, _current) == 0 && _current.AsSpan().SequenceEqual(_raw))
        {
            return;
        }

        _ = tcsetattr(Input, Now, _raw);
    }

    public int Read(byte[] buffer, TimeSpan timeout)
    {
        var set = new byte[SetSize];
        set[0] = 1;
        // Seconds and microseconds; the second number is shorter on macOS, with zeros after it.
        long[] time = [0, (long)timeout.TotalMicroseconds];
        return select(Input + 1, set, IntPtr.Zero, IntPtr.Zero, time) > 0 ? (int)Math.Max(0, read(Input, buffer, buffer.Length)) : 0;
    }

    public void Write(ReadOnlySpan<byte> output)
    {
        _output.Write(output);
        _output.Flush();
    }

    public void Restore()
    {
        if (_isRaw)
        {
            _ = tcsetattr(Input, Now, _original);
        }
    }

#pragma warning disable IDE1006 // The names are libc's.
    [DllImport("libc")]
    private static extern int tcgetattr(int descriptor, [Out] byte[] settings);

    [DllImport("libc")]
    private static extern int tcsetattr(int descriptor, int when, byte[] settings);

    [DllImport("libc")]
    private static extern void cfmakeraw([In, Out] byte[] settings);

    [DllImport("libc")]
    private static extern int select(int count, [In, Out] byte[] read, IntPtr write, IntPtr failed, [In, Out] long[] time);

    [DllImport("libc")]
    private static extern nint read(int descriptor, [Out] byte[] buffer, nint count);
#pragma warning restore IDE1006
}
