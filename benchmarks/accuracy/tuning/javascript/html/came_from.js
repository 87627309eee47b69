const back = document.referrer;
document.write('<a href="' + back + '">Back</a>');
