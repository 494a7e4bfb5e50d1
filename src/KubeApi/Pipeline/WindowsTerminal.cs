using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace KubeApi.Pipeline;

/// <summary>The console on Windows, with the escape sequences of a terminal for input and output.</summary>
[SuppressMessage("Interoperability", "SYSLIB1054", Justification = "A source-generated import needs unsafe code.")]
internal sealed class WindowsTerminal : ITerminal
{
    private const int InputHandle = -10;
    private const int OutputHandle = -11;
    private const uint VirtualTerminalInput = 0x200;
    private const uint ProcessedOutput = 0x1;
    private const uint VirtualTerminalProcessing = 0x4;
    private const uint NoAutoReturn = 0x8;
    private const ushort KeyEvent = 1;
    private const int RecordSize = 20;

    private readonly IntPtr _input = GetStdHandle(InputHandle);
    private readonly IntPtr _console = GetStdHandle(OutputHandle);
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    private uint _originalInput;
    private uint _originalOutput;
    private uint _originalCodePage;
    private bool _isRaw;

    public (int Width, int Height) Size => (Console.WindowWidth, Console.WindowHeight);

    public void MakeRaw()
    {
        if (!_isRaw)
        {
            if (!GetConsoleMode(_input, out _originalInput) || !GetConsoleMode(_console, out _originalOutput))
            {
                throw new ArgumentException("Standard input or output is not a console.");
            }

            _originalCodePage = GetConsoleOutputCP();
            _isRaw = true;
        }

        _ = SetConsoleMode(_input, VirtualTerminalInput);
        _ = SetConsoleMode(_console, _originalOutput | ProcessedOutput | VirtualTerminalProcessing | NoAutoReturn);
        _ = SetConsoleOutputCP((uint)Encoding.UTF8.CodePage);
    }

    public int Read(byte[] buffer, TimeSpan timeout)
    {
        if (WaitForSingleObject(_input, (uint)timeout.TotalMilliseconds) != 0)
        {
            return 0;
        }

        var records = new byte[RecordSize * 64];
        if (!ReadConsoleInputW(_input, records, 64, out var count))
        {
            return 0;
        }

        List<char> typed = [];
        for (var at = 0; at < count * RecordSize; at += RecordSize)
        {
            var (isDown, repeated, character) = (
                BitConverter.ToInt32(records, at + 4) != 0, BitConverter.ToUInt16(records, at + 8), BitConverter.ToChar(records, at + 14));
            if (BitConverter.ToUInt16(records, at) == KeyEvent && isDown && character != 0)
            {
                typed.AddRange(Enumerable.Repeat(character, repeated));
            }
        }

        _encoder.Convert([.. typed], buffer, flush: false, out _, out var used, out _);
        return used;
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
            _ = SetConsoleMode(_input, _originalInput);
            _ = SetConsoleMode(_console, _originalOutput);
            _ = SetConsoleOutputCP(_originalCodePage);
        }
    }

    [DllImport("kernel32")]
    private static extern IntPtr GetStdHandle(int handle);

    [DllImport("kernel32")]
    private static extern bool GetConsoleMode(IntPtr console, out uint mode);

    [DllImport("kernel32")]
    private static extern bool SetConsoleMode(IntPtr console, uint mode);

    [DllImport("kernel32")]
    private static extern uint GetConsoleOutputCP();

    [DllImport("kernel32")]
    private static extern bool SetConsoleOutputCP(uint codePage);

    [DllImport("kernel32")]
    private static extern uint WaitForSingleObject(IntPtr handle, uint milliseconds);

    [DllImport("kernel32")]
    private static extern bool ReadConsoleInputW(IntPtr console, [Out] byte[] records, uint length, out uint count);
}
