using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

public sealed class LineBufferTests
{
    private const int Longest = 300_000;

    [Fact]
    public void An_overlong_line_is_refused()
    {
        using var buffer = new LineBuffer(Longest);

        var e = Assert.Throws<KubeApiException>(() => buffer.Append(new byte[4 * Longest]));

        Assert.Equal(FailureKind.LineTooLong, e.Failure);
        Assert.InRange(e.Message.Length, 1, 100);
    }

    [Fact]
    public void Long_lines_below_the_limit_are_complete()
    {
        using var buffer = new LineBuffer(Longest);
        for (var i = 0; i < 5; i++)
        {
            buffer.Append([.. Enumerable.Repeat((byte)'x', Longest - 1000), (byte)'\n']);

            Assert.True(buffer.TryTake(out var line));
            Assert.Equal(Longest - 1000, line.Length);
            Assert.True(buffer.IsEmpty);
        }
    }
}
