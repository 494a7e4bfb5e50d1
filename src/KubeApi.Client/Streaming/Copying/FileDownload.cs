using System.Globalization;
using System.Security.Cryptography;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// Copies one file out of a container: under a temporary name until it is complete. After a cut, it resumes after the received part if the container
/// can prove at the end that it was the same file.
/// </summary>
/// <param name="tools">The commands of the container.</param>
/// <param name="file">The file.</param>
/// <param name="target">Its final path on this machine.</param>
/// <param name="options">The options of the copy.</param>
internal sealed class FileDownload(PodTools tools, PodItem file, string target, CopyOptions options)
{
    private const int BufferSize = 256 * 1024;

    private const int BlockSize = 1024 * 1024;

    private bool _isResumed;
    private int _missingReaders;
    private bool _hasGrown;

    // A size of 0 means nothing for a file that is generated when it is read, such as those below /proc.
    private bool HasSize => file.Size > 0;

    /// <summary>Copies the file. An incomplete copy is removed.</summary>
    /// <exception cref="KubeApiException">The file was not copied.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var part = Path.Combine(Path.GetDirectoryName(target)!, PodPath.NewPart());
        try
        {
            var stream = LocalMetadata.Create(part, isPrivate: file.Mode is not null);
            await using (stream.ConfigureAwait(false))
            {
                await ReceiveAllAsync(stream, cancellationToken).ConfigureAwait(false);
                await CheckAsync(stream, cancellationToken).ConfigureAwait(false);
            }

            LocalMetadata.Apply(part, file.Mode, file.Modified);
            File.Move(part, target, options.Overwrites);
            if (_hasGrown)
            {
                tools.Observer.Warning(TerminalText.Clean($"'{file.Path}' grew while it was copied: the copy has its first {file.Size} bytes."));
            }
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            throw CopyFailure.Local(target, e);
        }
        finally
        {
            LocalMetadata.Remove(part);
        }
    }

    private async Task ReceiveAllAsync(FileStream stream, CancellationToken cancellationToken)
    {
        var retry = new CopyRetry(tools.Clock, tools.Observer);
        KubeApiException? cut = null;
        while (true)
        {
            var offset = stream.Length;
            ToolResult result;
            try
            {
                result = await new CopyCommand(tools.Starter, CommandFrom(offset))
                {
                    ReceiveAsync = (output, token) => ReceiveAsync(output, stream, token),
                    // A file that grows faster than the connection sends has no end.
                    IsSatisfied = () => _hasGrown,
                }.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (CopyRetry.IsCut(e))
            {
                if (stream.Length > offset)
                {
                    retry.Reset();
                }

                (_isResumed, cut) = (stream.Length > 0, e);
                if (!await retry.PauseAsync(file.Path, e, cancellationToken).ConfigureAwait(false))
                {
                    throw;
                }

                continue;
            }

            if (result.IsMissing && result.Command is "dd" or "head")
            {
                _missingReaders++;
                continue;
            }

            if (cut is not null && result.IsMissing)
            {
                throw CopyFailure.Broken($"'{file.Path}'", "The container has no tail to resume the copy.", cut);
            }

            result.RequireCopy(file.Path, target);
            return;
        }
    }

    // The first two end soon behind the size that the file had; the byte after it shows that the file has grown.
    private string[] CommandFrom(long offset) =>
        offset > 0 ? ["tail", "-c", string.Create(CultureInfo.InvariantCulture, $"+{offset + 1}"), file.Path]
        : !HasSize || _missingReaders > 1 ? ["cat", file.Path]
        : _missingReaders == 1 ? ["head", "-c", string.Create(CultureInfo.InvariantCulture, $"{file.Size + 1}"), file.Path]
        : ["dd", $"if={file.Path}", $"bs={BlockSize}", string.Create(CultureInfo.InvariantCulture, $"count={(file.Size / BlockSize) + 1}")];

    // A file that grows, like a log, is copied as long as it was at the start. Data received before a cut is written, too.
    private async Task ReceiveAsync(Stream output, FileStream stream, CancellationToken cancellationToken)
    {
        var (buffer, next) = (new byte[BufferSize], new byte[BufferSize]);
        var (filled, left, writing) = (0, HasSize ? file.Size - stream.Length : long.MaxValue, Task.CompletedTask);
        try
        {
            for (int read; !_hasGrown && (read = await output.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                var wanted = (int)Math.Min(read, left);
                (filled, left, _hasGrown) = (filled + wanted, left - wanted, wanted < read);
                tools.Observer.Advanced(wanted);
                if (filled == BufferSize)
                {
                    await writing.ConfigureAwait(false);
                    writing = stream.WriteAsync(buffer, 0, filled, CancellationToken.None);
                    (buffer, next, filled) = (next, buffer, 0);
                }
            }
        }
        finally
        {
            await writing.ConfigureAwait(false);
            await stream.WriteAsync(buffer.AsMemory(0, filled), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task CheckAsync(FileStream stream, CancellationToken cancellationToken)
    {
        // Below /sys, a file has fewer bytes than its size says.
        if (HasSize && stream.Length != file.Size && await new ItemProbe(tools).CountAsync(file.Path, cancellationToken).ConfigureAwait(false) != stream.Length)
        {
            throw CopyFailure.Differs(file.Path, $"{stream.Length} of its {file.Size} bytes were received");
        }

        if (!options.Verifies && !_isResumed)
        {
            return;
        }

        var hashes = await tools.HashAsync([file.Path], cancellationToken).ConfigureAwait(false)
            ?? throw (_isResumed
                ? new KubeApiException(
                    FailureKind.StreamBroken,
                    $"The connection broke, and the container has no sha256sum to prove that '{file.Path}' is still the same file.")
                : PodTools.NoHash());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        stream.Position = 0;
        await ContentHash.AddAsync(hash, stream, stream.Length, cancellationToken).ConfigureAwait(false);
        if (ContentHash.Text(hash) != hashes[0])
        {
            throw CopyFailure.Differs(
                file.Path, _hasGrown ? "it grew while it was copied, so its SHA-256 in the container differs" : "its SHA-256 in the container differs");
        }
    }
}
