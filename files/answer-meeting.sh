# A meeting with a place is accepted, one without tentatively. The message comes on standard input, the answer goes to standard output.
message=$(cat)
case $message in
*'"Location":"'[!\"]*) echo '{"IsDeclined": false, "IsTentative": false, "HasMessage": false, "Message": ""}' ;;
*) echo '{"IsDeclined": false, "IsTentative": true, "HasMessage": true, "Message": "Где встречаемся?"}' ;;
esac
