using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>The output of a command, and how it ended.</summary>
internal sealed record CommandOutput(byte[] Stdout, byte[] Stderr, CommandResult? Result, KubeApiException? Failure)
{
    public string Text => Encoding.UTF8.GetString(Stdout);

    public string ErrorText => Encoding.UTF8.GetString(Stderr);

    public static async Task<CommandOutput> OfAsync(RemoteCommand command)
    {
        MemoryStream stdout = new(), stderr = new();
        KubeApiException? failure = null;
        try
        {
            await foreach (var (channel, data) in command.ReadAsync())
            {
                (channel == (byte)StreamChannel.Stdout ? stdout : stderr).Write(data.Span);
            }
        }
        catch (KubeApiException e)
        {
            failure = e;
        }

        return new CommandOutput(stdout.ToArray(), stderr.ToArray(), command.Result, failure);
    }
}
