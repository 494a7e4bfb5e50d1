using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;

namespace KubeApi.Tests.Client;

public sealed class JsonStreamBufferTests
{
    private const int MaxSize = 2 * 1024 * 1024;

    [Theory]
    [InlineData(1024 * 1024, true)]
    [InlineData(MaxSize, true)]
    [InlineData(3 * MaxSize, false)]
    public async Task A_value_has_a_limited_size(int size, bool isAccepted)
    {
        using var buffer = new JsonStreamBuffer(new MemoryStream(Encoding.UTF8.GetBytes(new string('x', size))), MaxSize) { ValueStart = 0 };
        async Task<int> ReadAsync()
        {
            while (await buffer.FillAsync(default))
            {
                buffer.Position += buffer.Unread.Length;
            }

            return buffer.Value.Length;
        }

        if (isAccepted)
        {
            Assert.Equal(size, await ReadAsync());
            return;
        }

        var e = await Assert.ThrowsAsync<KubeApiException>(ReadAsync);
        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
        Assert.Contains("larger than 2 MB", e.Message, StringComparison.Ordinal);
    }
}
