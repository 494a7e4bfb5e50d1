using System.Collections.Concurrent;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Operations;
using KubeApi.Pipeline;
using KubeApi.Tests.Client.Streaming;

namespace KubeApi.Tests.Module;

/// <summary>The parts of Enter-KubeApiPod that work without a terminal.</summary>
public sealed class InteractiveTests
{
    private const string Success = """{"metadata":{},"status":"Success"}""";

    [Theory]
    [InlineData("~.", "", true)]
    [InlineData("ls\r~.more", "ls\r", true)]
    [InlineData("ls\n~.", "ls\n", true)]
    [InlineData("a~.", "a~.", false)]
    [InlineData("~~.\r~x", "~.\r~x", false)]
    [InlineData("~\r~.", "~\r", true)]
    [InlineData("x\r~", "x\r", false)]
    [InlineData("x\r\e[24;5R~.", "x\r\e[24;5R", true)]
    [InlineData("x\r\e[Ay~.", "x\r\e[Ay~.", false)]
    public void The_leave_keys_are_found_at_the_start_of_a_line(string typed, string sent, bool isComplete)
    {
        LeaveSequence whole = new(), pieces = new();

        var once = whole.Filter(Encoding.UTF8.GetBytes(typed));
        var byKey = Encoding.UTF8.GetBytes(typed).SelectMany(b => pieces.IsComplete ? [] : pieces.Filter([b])).ToArray();

        Assert.Equal((sent, isComplete), (Encoding.UTF8.GetString(once), whole.IsComplete));
        Assert.Equal((sent, isComplete), (Encoding.UTF8.GetString(byKey), pieces.IsComplete));
    }

    [Theory]
    [InlineData("\e[?1049h", true)]
    [InlineData("text\e[?1049htext\e[?1049l", false)]
    [InlineData("\e[?1049l\e\e[?1049h", true)]
    [InlineData("\e[?1048h", false)]
    public void The_alternate_screen_is_left_after_an_abnormal_end(string output, bool isLeft)
    {
        var modes = new TerminalModes();
        foreach (var b in Encoding.ASCII.GetBytes(output))
        {
            modes.Observe([b]);
        }

        Assert.Equal(isLeft, modes.Reset.StartsWith("\e[?1049l", StringComparison.Ordinal));
        Assert.EndsWith("\e[?25h\e[0m", modes.Reset, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_is_written_and_the_terminal_restored()
    {
        var connection = new ScriptedConnection(new ServerFrames().Message(1, "$ ").Message(1, "bye\r\n").Message(3, Success).Close().ToArray());
        using var remote = connection.Command();
        var terminal = new FakeTerminal();

        var result = new TerminalSession(terminal, default).Run(remote, redraws: true);

        Assert.Equal((0, "$ bye\r\n", "raw restored"), (result!.ExitCode, terminal.Output, terminal.States));
    }

    [Fact]
    public void A_cut_restores_the_terminal_and_is_an_error()
    {
        using var remote = new ScriptedConnection(new ServerFrames().Message(1, "\e[?1049hvi").ToArray(), isReset: true).Command();
        var terminal = new FakeTerminal();

        var e = Assert.Throws<KubeApiException>(() => new TerminalSession(terminal, default).Run(remote, redraws: false));

        Assert.Equal(FailureKind.StreamBroken, e.Failure);
        Assert.Contains("vi\e[?1049l", terminal.Output, StringComparison.Ordinal);
        Assert.Equal("raw restored", terminal.States);
    }

    private sealed class FakeTerminal : ITerminal
    {
        private readonly ConcurrentQueue<string> _output = [];
        private readonly List<string> _states = [];

        public string Output => string.Concat(_output);

        public string States => string.Join(' ', _states.Distinct());

        public (int Width, int Height) Size => (80, 24);

        public void MakeRaw() => _states.Add("raw");

        public int Read(byte[] buffer, TimeSpan timeout)
        {
            Thread.Sleep(1);
            return 0;
        }

        public void Write(ReadOnlySpan<byte> output) => _output.Enqueue(Encoding.UTF8.GetString(output));

        public void Restore() => _states.Add("restored");
    }
}
