using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

internal static class PortConnectionReader
{
    /// <summary>The bytes that a forwarded connection receives until it ends, and the failure that ended it.</summary>
    public static async Task<(byte[] Received, KubeApiException? Failure)> ReadToEndAsync(this IPortConnection connection)
    {
        var all = new MemoryStream();
        try
        {
            while (await connection.ReadAsync(default) is { IsEmpty: false } data)
            {
                all.Write(data.Span);
            }

            return (all.ToArray(), null);
        }
        catch (KubeApiException e)
        {
            return (all.ToArray(), e);
        }
    }
}
